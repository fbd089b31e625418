import { counted, humanNumber } from '../human-time.ts';
import { quoted } from '../options.ts';
import { plainText } from '../plain-text.ts';
import type { PreviewDuplicate, RunChange, SyncRun } from '../responses.schema.ts';
import { changeTable } from '../runs/list-changes.ts';
import { duplicateTable } from '../runs/list-duplicates.ts';
import { skippedText } from '../runs/run-text.ts';

/** The first people of a list, and how many are on it. */
export type PreviewedList = { readonly action: string; readonly people: number; readonly items: readonly RunChange[] };

/** What saving would do, in a sentence, and the first people of each list. */
export function previewText(
  run: SyncRun,
  lists: readonly PreviewedList[],
  duplicates: readonly PreviewDuplicate[],
  label: string,
): string {
  const { wouldHold } = run;
  const quotedLabel = plainText(quoted(label));
  const skipped = skippedText(run.counts.skipped);
  const parts = [
    sentenceOf(run),
    ...(skipped === undefined ? [] : [`Stay out: ${skipped}.`]),
    ...(wouldHold == null
      ? []
      : [
          `The clean-up would wait for a decision: ${humanNumber(wouldHold.removals)} removals within 24 hours, at most ${humanNumber(wouldHold.limit)} go without asking.`,
        ]),
    ...lists.map(({ action, people, items }) => {
      const all = `runs changes ${quotedLabel} --action ${action}`;
      return `\n${headOf(action, people, items.length, all)}\n${changeTable(items)}`;
    }),
    ...duplicatesPart(run.counts.duplicates, duplicates, `runs duplicates ${quotedLabel}`),
  ];
  return parts.join('\n');
}

function headOf(list: string, people: number, shown: number, command: string): string {
  const all = counted(people, 'person', 'people');
  return shown >= people ? `${list}: ${all}` : `${list}: the first ${shown} of ${all}; all with rollcall ${command}`;
}

function duplicatesPart(people: number, items: readonly PreviewDuplicate[], command: string): readonly string[] {
  if (people === 0) return [];
  const head = headOf('duplicates, whose address another employee had first', people, items.length, command);
  return [`\n${head}\n${duplicateTable(items)}`];
}

/** `Saving would bring in 12 people, change 340 and take out 3; 257 stay out.` */
function sentenceOf({ counts }: SyncRun): string {
  const parts = [
    [counts.created + counts.restored, 'bring in', ''],
    [counts.updated, 'change', ''],
    [counts.removed, 'take out', ''],
    [counts.missing, 'mark', ' as missing'],
  ] as const;
  const would = parts
    .filter(([people]) => people > 0)
    .map(([people, before, after], index) => {
      const number = index === 0 ? counted(people, 'person', 'people') : humanNumber(people);
      return `${before} ${number}${after}`;
    });
  const last = would.pop() ?? 'change nobody';
  const all = would.length === 0 ? last : `${would.join(', ')} and ${last}`;
  const out = Object.values(counts.skipped).reduce((sum, people) => sum + people, 0);
  return `Saving would ${all}; ${out === 0 ? 'nobody stays' : `${humanNumber(out)} ${out === 1 ? 'stays' : 'stay'}`} out. Nothing is changed until it is saved.`;
}
