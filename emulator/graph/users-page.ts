import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import { EVERYTHING, type View } from '../directory/population.ts';
import { shuffledPlace } from '../hash.ts';
import type { Person } from '../people/person.ts';
import type { PeopleTest } from './filter/people-test.ts';
import type { UsersQuery } from './users-query.ts';

/** An order of people in which a page can begin anywhere, without a table of it. */
export const orderSchema = z.object({
  /** Places that are shuffled: those of the beginning. Who joins later comes after them. */
  size: z.number().int(),
  /** Names the shuffle; null: as people joined. */
  shuffle: z.number().nullable(),
});
export type Order = z.output<typeof orderSchema>;

/** No order is documented, so the next listing has another one, unless the directory is told to behave. */
export function nextOrder(directory: Directory): Order {
  const { listingOrder } = directory.behaviour;
  return {
    size: directory.population.slots,
    shuffle: listingOrder === 'shuffled' ? directory.nextOrder() : null,
  };
}

export function slotAt({ size, shuffle }: Order, position: number): number {
  return shuffle === null || position >= size ? position : shuffledPlace(position, size, shuffle);
}

export type PageOfPeople = {
  readonly people: readonly Person[];
  /** Where the next page begins; null: this was the last. */
  readonly next: number | null;
};

type Wanted = {
  readonly order: Order;
  readonly position: number;
  readonly top: number;
  readonly test: PeopleTest | null;
  readonly view: View;
};

/** A filter that finds few gives short pages, instead of one that takes long. */
const MOST_LOOKED_AT = 50_000;

/** People from a position on, and where the next page begins. */
export function readPage({ population }: Directory, { order, position, top, test, view }: Wanted): PageOfPeople {
  const people: Person[] = [];
  const end = Math.min(population.slots, position + MOST_LOOKED_AT);
  let next = position;
  for (; next < end && people.length < top; next++) {
    const person = population.presentAt(slotAt(order, next), view);
    if (person !== null && (test === null || test(person))) people.push(person);
  }
  return { people, next: next < population.slots ? next : null };
}

/** Likewise in an order that was asked for, which needs everybody at once. */
export function readSortedPage(
  directory: Directory,
  { position, top, test, view }: Wanted,
  { property, isDescending }: NonNullable<UsersQuery['orderBy']>,
): PageOfPeople {
  const direction = isDescending ? -1 : 1;
  const sorted = allPeople(directory, test, view)
    .map((person) => ({ person, key: person.properties[property].toLowerCase() }))
    .sort((a, b) => direction * (a.key < b.key ? -1 : Number(a.key > b.key)));
  const people = sorted.slice(position, position + top).map(({ person }) => person);
  return { people, next: position + top < sorted.length ? position + top : null };
}

/** How many people a query finds. */
export function countPeople(directory: Directory, test: PeopleTest | null, view: View): number {
  if (test === null && view === EVERYTHING) return directory.count;
  return allPeople(directory, test, view).length;
}

function allPeople({ population }: Directory, test: PeopleTest | null, view: View): Person[] {
  const people: Person[] = [];
  for (let slot = 0; slot < population.slots; slot++) {
    const person = population.presentAt(slot, view);
    if (person !== null && (test === null || test(person))) people.push(person);
  }
  return people;
}
