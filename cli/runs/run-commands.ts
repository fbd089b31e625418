import { Option, type Command } from 'commander';
import type { Run } from '../context.ts';
import { limitOption } from '../options.ts';
import { decideRun } from './decide-run.ts';
import { ACTIONS, listChanges, type ChangesOptions } from './list-changes.ts';
import { listDuplicates } from './list-duplicates.ts';
import { RUN_KINDS, listRuns, type RunsOptions } from './list-runs.ts';
import { replayRun, type ReplayOptions } from './replay-run.ts';
import { retryRun } from './retry-run.ts';
import { showRun } from './show-run.ts';

const RUN = '<tenant>/<number>, such as "Contoso/12", or a workflow id sync-run/<tenant id>/<number>';

export function addRunCommands(program: Command, run: Run): void {
  const runs = program.command('runs').description('look at, retry, decide and replay sync runs');

  runs
    .command('list')
    .description('the runs of a tenant, newest first')
    .argument('<tenant>', 'its id or name')
    .addOption(new Option('--kind <kind>', 'only these; previews are listed only so').choices(RUN_KINDS))
    .addOption(limitOption(20))
    .action((tenant: string, options: RunsOptions) => run((context) => listRuns(context, tenant, options)));

  runs
    .command('show')
    .description('one run, with its counts, its cause and its progress')
    .argument('<run>', RUN)
    .action((text: string) => run((context) => showRun(context, text)));

  runs
    .command('changes')
    .description('person by person, what a run did and why; of a held run or a preview, what it would do')
    .argument('<run>', RUN)
    .addOption(new Option('--action <action>', 'only these').choices(ACTIONS))
    .addOption(limitOption(100))
    .action((text: string, options: ChangesOptions) => run((context) => listChanges(context, text, options)));

  runs
    .command('duplicates')
    .description('who would become a duplicate by a preview, and who would hold the address')
    .argument('<run>', RUN)
    .addOption(limitOption(100))
    .action((text: string, options: { limit: number }) => run((context) => listDuplicates(context, text, options)));

  runs
    .command('retry')
    .description('a new run of the same kind as one that failed or was cancelled')
    .argument('<run>', RUN)
    .option('--wait', 'show its progress and end as the run ends')
    .action((text: string, options: { wait?: boolean }) => run((context) => retryRun(context, text, options)));

  runs
    .command('approve')
    .description('remove exactly the people on the list of a held run')
    .argument('<run>', RUN)
    .action((text: string) => run((context) => decideRun(context, text, 'approve')));

  runs
    .command('reject')
    .description('drop the list of a held run; nobody is removed')
    .argument('<run>', RUN)
    .action((text: string) => run((context) => decideRun(context, text, 'reject')));

  runs
    .command('replay')
    .description(
      'replay the history of a run, or of a tenant-sync/<tenant id>, against the workflow code of this checkout',
    )
    .argument('<run>', RUN)
    .option('--history <file>', 'a history saved from the Temporal UI or CLI (JSON), instead of asking Temporal')
    .action((text: string, options: ReplayOptions) => run((context) => replayRun(context, text, options)));
}
