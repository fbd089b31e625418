import { PREVIEW_LISTS } from '../../../db/list-previewed-people.ts';
import type { RunCounts } from '../../../sync/run.ts';
import { numberText, peopleText } from '../words/relative-time.ts';

/** Who would come (back), change or go, and of those who are there then, who would be a duplicate. */
export const SHOWN_LISTS = [...PREVIEW_LISTS, 'duplicate'] as const;
export type ShownList = (typeof SHOWN_LISTS)[number];

/** Titles of the lists. */
export const LIST_WORDS: Readonly<Record<ShownList, string>> = {
  create: 'Would come',
  update: 'Would change',
  remove: 'Would go',
  duplicate: 'Would be duplicates',
};

/** Said where a list is empty. */
export const NOBODY_WORDS: Readonly<Record<ShownList, string>> = {
  create: 'Nobody would come.',
  update: 'Nobody would change.',
  remove: 'Nobody would go.',
  duplicate: 'Nobody would become a duplicate.',
};

/** People on each list. */
export const listedPeople = ({
  created,
  restored,
  updated,
  removed,
  missing,
  duplicates,
}: RunCounts): Readonly<Record<ShownList, number>> => ({
  create: created + restored,
  update: updated,
  remove: removed + missing,
  duplicate: duplicates,
});

export const stayingOut = ({ skipped }: RunCounts): number =>
  Object.values(skipped).reduce((sum, people) => sum + people, 0);

/** `Saving would bring in 12 people, change 340 and take out 3; 257 stay out.` */
export function previewSentence(counts: RunCounts): string {
  const { create, update } = listedPeople(counts);
  const parts = [
    { people: create, before: 'bring in', after: '' },
    { people: update, before: 'change', after: '' },
    { people: counts.removed, before: 'take out', after: '' },
    { people: counts.missing, before: 'mark', after: ' as missing' },
  ]
    .filter(({ people }) => people > 0)
    .map(({ people, before, after }, index) => {
      const number = index === 0 ? peopleText(people) : numberText(people);
      return `${before} ${number}${after}`;
    });
  const last = parts.pop();
  const would = last === undefined ? 'change nobody' : [parts.join(', '), last].filter(Boolean).join(' and ');
  const out = stayingOut(counts);
  return `Saving would ${would}; ${out === 0 ? 'nobody stays out' : `${numberText(out)} ${out === 1 ? 'stays' : 'stay'} out`}.`;
}

/** Of whom only one would count as active, though nobody is left out. */
export const duplicatesSentence = ({ duplicates }: Pick<RunCounts, 'duplicates'>): string =>
  `${peopleText(duplicates)} would become ${duplicates === 1 ? 'a duplicate' : 'duplicates'}: another employee has the same address, and had it first.`;

/** What the guard would do about it. */
export const wouldHoldSentence = ({ removals, limit }: { readonly removals: number; readonly limit: number }): string =>
  `The clean-up would wait for a decision: with those of the last 24 hours it makes ${numberText(removals)} removals, and at most ${numberText(limit)} go without asking. Nobody would be removed until somebody approves.`;
