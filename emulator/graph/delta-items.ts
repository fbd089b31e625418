import type { Change } from '../directory/change-log.ts';
import type { Directory } from '../directory/directory.ts';
import { type Entry, EVERYTHING, type View } from '../directory/population.ts';
import { shuffledPlace } from '../hash.ts';
import type { Json, Person } from '../people/person.ts';
import { isDirectoryExtension } from '../people/property-catalogue.ts';
import type { Round } from './delta-round.ts';
import { idAndNulls, type Selection } from './selection.ts';
import { slotAt } from './users-page.ts';

export type Item = Record<string, Json>;
export type PageOfItems = {
  readonly items: readonly Item[];
  /** Where the next page begins; null: the round is over. */
  readonly next: number | null;
};
export type Telling = {
  readonly pageSize: number;
  /** Those of the page before come again. */
  readonly repeats: boolean;
  /** What was told in earlier rounds comes again, tombstones of people who came back included. */
  readonly replays: boolean;
  /** The first round holds those who left lately. */
  readonly removedAtFirst: boolean;
  /** `Prefer: return=minimal`: only what changed. */
  readonly minimal: boolean;
  /** Everybody as an id and nulls, as a missing permission shows them. */
  readonly blank: boolean;
  readonly view: View;
};

/** A page of a round. People stand in no order, and only the page's are looked at. */
export function readItems(directory: Directory, round: Round, telling: Telling): PageOfItems {
  const { length, at } =
    round.from === null ? everybody(directory, round, telling) : changed(directory, round, telling);
  const items: Item[] = [];
  let position = telling.repeats ? round.previous : round.position;
  for (let fresh = 0; position < length && fresh < telling.pageSize; position++) {
    const item = at(position);
    if (item === null) continue;
    items.push(item);
    if (position >= round.position) fresh++;
  }
  return { items, next: position < length ? position : null };
}

/** What a round tells, by position; null: nobody is there. */
type Sequence = { readonly length: number; readonly at: (position: number) => Item | null };

function everybody(directory: Directory, { order, ids, select }: Round, telling: Telling): Sequence {
  const { population } = directory;
  const tell = (slot: number): Item | null => {
    const entry = population.entryAt(slot);
    const seen = entry.since > telling.view.upTo ? entry.before : entry;
    if (seen?.standing === 'present') {
      const item = itemOf({ ...entry, person: seen.person }, select, telling);
      return seen.person.blankInDelta ? item : { ...item, ...managerOf(directory, seen.person, select) };
    }
    return seen?.standing === 'deleted' && telling.removedAtFirst ? removed(entry, 'changed') : null;
  };
  if (ids === null) return { length: order.size, at: (position) => tell(slotAt(order, position)) };
  const slots = ids.flatMap((id) => population.slotOfId(id) ?? []);
  return { length: slots.length, at: (position) => tell(slots[position] ?? 0) };
}

type Told = { readonly slot: number; readonly changes: readonly Change[]; readonly isTombstone: boolean };

function changed(directory: Directory, { from, to, ids, order, select }: Round, telling: Telling): Sequence {
  const { population, log } = directory;
  const wanted = ids === null ? null : new Set(ids.map((id) => population.slotOfId(id)));
  const bySlot = new Map<number, Change[]>();
  for (const change of log.between(telling.replays ? 0 : (from ?? 0), to)) {
    if (!shows(change, select) || wanted?.has(change.slot) === false) continue;
    const known = bySlot.get(change.slot);
    if (known === undefined) bySlot.set(change.slot, [change]);
    else known.push(change);
  }
  const told: Told[] = [...bySlot].map(([slot, changes]) => ({ slot, changes, isTombstone: false }));
  if (telling.replays) {
    for (const { slot, changes } of [...told]) {
      const isBack = population.presentAt(slot, EVERYTHING) !== null;
      if (isBack && changes.some(({ kind }) => kind === 'deleted')) told.push({ slot, changes, isTombstone: true });
    }
  }
  return {
    length: told.length,
    at(position) {
      const place = order.shuffle === null ? position : shuffledPlace(position, told.length, order.shuffle);
      const { slot, changes, isTombstone } = told[place] ?? { slot: 0, changes: [], isTombstone: false };
      const entry = population.entryAt(slot);
      if (isTombstone || entry.standing === 'deleted') return removed(entry, 'changed');
      if (entry.standing === 'purged') return removed(entry, 'deleted');
      const item = itemOf(entry, telling.minimal ? onlyChanged(changes, select) : select, telling);
      return entry.person.blankInDelta
        ? item
        : { ...item, ...changedManagerOf(directory, entry.person, select, changes) };
    },
  };
}

/** Changes of properties that are not selected never show. */
const shows = ({ kind, properties }: Change, select: Selection): boolean =>
  kind !== 'changed' || properties.some((name) => select.includes(name));

/** One extension that changed brings all of them; somebody new or restored comes whole. */
function onlyChanged(changes: readonly Change[], select: Selection): Selection {
  if (changes.some(({ kind }) => kind !== 'changed')) return select;
  const names = new Set(changes.flatMap(({ properties }) => properties));
  const extensions = [...names].some(isDirectoryExtension);
  return select.filter((name) => names.has(name) || (extensions && isDirectoryExtension(name)));
}

function removed({ person }: { readonly person: Person }, reason: 'changed' | 'deleted'): Item {
  return { id: person.properties.id, '@removed': { reason } };
}

/** Somebody as they are: what was never set is absent, what was cleared is null, the id is always there. */
function itemOf({ person, cleared }: Entry, select: Selection, { blank }: Telling): Item {
  const { properties, agent } = person;
  const { id } = properties;
  if (person.blankInDelta) return { id };
  if (blank) return idAndNulls(person, select);
  const item: Item = agent ? { '@odata.type': '#microsoft.graph.agentUser', id } : { id };
  for (const name of select) {
    const value = properties[name];
    if (value !== undefined && (value !== null || cleared.includes(name))) item[name] = value;
  }
  return item;
}

const TYPE = '#microsoft.graph.user';

/** Who is deleted manages nobody, until they are restored. */
function managerOf(directory: Directory, { managerId }: Person, select: Selection): Item {
  if (!select.includes('manager') || managerId === null || directory.find(managerId) === null) return {};
  return { 'manager@delta': [{ '@odata.type': TYPE, id: managerId }] };
}

/**
 * Of somebody new or restored, and else only where the manager changed: people have reported that it is not told with
 * other changes (microsoftgraph/microsoft-graph-explorer-v4 issue 4018). Who is it no more is told as well, also where
 * the person comes whole because earlier rounds are told again.
 */
function changedManagerOf(directory: Directory, person: Person, select: Selection, changes: readonly Change[]): Item {
  const isWhole = changes.some(({ kind }) => kind !== 'changed');
  const isChanged = changes.some(({ properties }) => properties.includes('manager'));
  if (!(isWhole || isChanged) || !select.includes('manager')) return {};
  const now = Object.values(managerOf(directory, person, select)).flat();
  const former = changes.flatMap(({ formerManagerId }) => formerManagerId ?? []);
  const gone = [...new Set(former)].filter((id) => id !== person.managerId);
  const told = [...now, ...gone.map((id) => ({ '@odata.type': TYPE, id, '@removed': { reason: 'deleted' } }))];
  return isWhole && told.length === 0 ? {} : { 'manager@delta': told };
}
