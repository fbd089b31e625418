import type { EntraGroupId } from '../../sync/ids.ts';

type ChosenGroup = { readonly id: EntraGroupId; readonly name: string; readonly members: string[] };

const groupOf = (n: number, name: string, members: string[] = []): ChosenGroup => ({
  id: `0f000000-0000-4000-8000-00000000000${n}` as EntraGroupId, // a GUID, as can be seen
  ...{ name, members },
});

/** The groups that every directory of a history has; people are in the first two. */
export const GROUPS = [groupOf(1, 'Crew'), groupOf(2, 'Office'), groupOf(3, 'Around Office', ['Office'])] as const;

const [CREW, OFFICE, AROUND_OFFICE] = [GROUPS[0].id, GROUPS[1].id, GROUPS[2].id];

/** What an admin may have chosen; most choose none. */
export const CHOICES: readonly (readonly EntraGroupId[])[] = [[], [], [CREW], [AROUND_OFFICE], [CREW, OFFICE]];
