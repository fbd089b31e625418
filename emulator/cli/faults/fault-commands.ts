import { Argument, type Command, Option } from 'commander';
import { z } from 'zod';
import { faultAnswerSchema } from '../../faults/fault.schema.ts';
import { settingsOf } from '../assignments.ts';
import type { Context, Run } from '../context.ts';
import { Nothing } from '../control.ts';
import { parseCount, parseLimit } from '../options.ts';
import { plainText } from '../plain-text.ts';
import { table } from '../table.ts';

type AddOptions = {
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly page?: string;
  readonly skip?: number;
  readonly times?: number | 'always';
  readonly everywhere?: boolean;
};

const FaultAnswer = z.looseObject({
  id: z.number(),
  met: z.number(),
  times: z.number().nullable(),
  host: z.string().optional(),
  path: z.string().optional(),
  answer: z.looseObject({ kind: z.string() }),
});
type FaultAnswer = z.infer<typeof FaultAnswer>;
const FaultsAnswer = z.object({ items: z.array(FaultAnswer) });
const DirectoryId = z.object({ entraTenantId: z.string() });

const KINDS = faultAnswerSchema.options.map(({ shape }) => ({ kind: shape.kind.value, shape }));

export function addFaultCommands(program: Command, run: Run): void {
  const fault = program.command('fault').description('let something go wrong with the next fitting request');

  fault
    .command('add')
    .description('set a fault')
    .addArgument(new Argument('<kind>').choices(KINDS.map(({ kind }) => kind)))
    .argument('[settings...]', 'name=value, such as status=429 retryAfter=5')
    .addOption(new Option('--host <host>', 'which host').choices(['login', 'graph']))
    .option('--method <method>', 'only requests of this method')
    .option('--path <path>', 'only this path, * for anything: /v1.0/users*')
    .addOption(
      new Option('--page <page>', 'only requests without, or with, a page token').choices(['first', 'following']),
    )
    .option('--skip <n>', 'let so many fitting requests pass first', parseCount)
    .option('--times <n>', 'how often; "always" until it is cleared (default: once)', parseTimes)
    .option('--everywhere', 'in all directories, not only the one of --directory')
    .action((kind: string, settings: string[], options: AddOptions) =>
      run((context) => addFault(context, kind, settings, options)),
    )
    .addHelpText(
      'after',
      `\nKinds and their settings:\n${kindsText()}\n\nExample:\n  rollcall-emulator fault add status status=429 retryAfter=5 --path /v1.0/users --times 3`,
    );

  fault
    .command('list')
    .description('faults that wait for requests')
    .action(() => run(listFaults));

  fault
    .command('clear')
    .description('clear one fault, or all')
    .argument('[id]', 'its number')
    .action((id: string | undefined) => run((context) => clearFaults(context, id)));
}

const parseTimes = (text: string): number | 'always' => (text === 'always' ? text : parseLimit(text));

const kindsText = (): string =>
  KINDS.map(
    ({ kind, shape }) => `  ${[kind, ...Object.keys(shape).filter((name) => name !== 'kind')].join('  ')}`,
  ).join('\n');

async function addFault(
  context: Context,
  kind: string,
  settings: readonly string[],
  options: AddOptions,
): Promise<void> {
  const { control, output } = context;
  const { everywhere, times, ...where } = options;
  const { kind: _, ...shape } = KINDS.find((one) => one.kind === kind)?.shape ?? { kind: undefined };
  const answer = { kind, ...settingsOf(settings, shape) };
  const { entraTenantId } = await control.ask(
    'GET',
    `/directories/${encodeURIComponent(context.directory)}`,
    DirectoryId,
  );
  const often = times === undefined ? {} : { times: times === 'always' ? null : times };
  const body = { ...where, ...often, ...(everywhere !== true && { entraTenantId }), answer };
  const added = await control.ask('POST', '/faults', FaultAnswer, body);
  output.result(added, () => `Fault ${added.id} waits: ${describe(added)}.`);
}

async function listFaults({ control, output }: Context): Promise<void> {
  const { items } = await control.ask('GET', '/faults', FaultsAnswer);
  output.result({ items }, () => {
    if (items.length === 0) return 'No faults: everything works.';
    return table(
      ['fault', 'met', 'what'],
      items.map((one) => [String(one.id), String(one.met), describe(one)]),
    );
  });
}

async function clearFaults({ control, output }: Context, id: string | undefined): Promise<void> {
  await control.ask('DELETE', id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`, Nothing);
  output.result({ cleared: id ?? 'all' }, () =>
    id === undefined ? 'All faults are cleared.' : `Fault ${id} is cleared.`,
  );
}

function describe({ answer, host, path, times }: FaultAnswer): string {
  const { kind, ...settings } = answer;
  const given = Object.entries(settings).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const where = [host, path].filter((one) => one !== undefined).join(' ');
  return plainText(
    `${[kind, ...given].join(' ')}${where && ` at ${where}`}, ${times === null ? 'until cleared' : `${times}×`}`,
  );
}
