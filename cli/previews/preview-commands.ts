import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { previewChanges, type PreviewOptions } from './preview-changes.ts';

export function addPreviewCommands(program: Command, run: Run): void {
  program
    .command('preview')
    .description('what saving settings or fields would add, change and remove; it changes nobody')
    .argument('<tenant>', 'its id or name')
    .option('--settings <file>', 'settings that are not saved, as GET …/integration gives them (JSON)')
    .option('--fields <file>', 'fields that are not saved, as GET …/fields gives them (JSON)')
    .option('--wait', 'show its progress, then what would happen')
    .action((tenant: string, options: PreviewOptions) => run((context) => previewChanges(context, tenant, options)));
}
