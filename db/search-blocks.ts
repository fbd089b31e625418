import type { EmployeeId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** An employee who is new, or has another name or address than before. */
export type Findable = { readonly id: EmployeeId; readonly sortName: string; readonly email: string };

type Query = Pick<Tx, 'query'>;
type Entry = { readonly id: EmployeeId; name: string; line: string };
type Block = { readonly firstId: EmployeeId; readonly entries: Entry[] };

/** So many stand in one row of some 1.7 KB: four fill a page of the disk, and one is soon taken apart. */
const BLOCK_PEOPLE = 20;

/**
 * Lets a search find these people by the names and addresses that they have now. Ids grow with time, so whoever is new
 * goes into the tenant's last block until it is full; all others are in a block already. The caller holds the tenant's or its
 * run's lock. Safe to repeat.
 */
export async function keepFindable(tenantId: TenantId, tx: Query, people: readonly Findable[]): Promise<void> {
  if (people.length === 0) return;
  const [last] = await readBlocks(tenantId, tx, 'true order by first_id desc limit 1');
  const isNew = ({ id }: Findable): boolean => last === undefined || id > (last.entries.at(-1)?.id ?? last.firstId);
  const known = people.filter((each) => !isNew(each));
  const blocks = await blocksOf(tenantId, tx, known);
  const touched = new Set(known.map((person) => putInPlace(blocks, person)));
  const tail = blocks.find(({ firstId }) => firstId === last?.firstId) ?? last;
  for (const block of append(tail, people.filter(isNew).toSorted(byId))) touched.add(block);
  await writeBlocks(tenantId, tx, [...touched]);
}

/** Lets no search find these people any more, by any name: they are erased. */
export async function forgetNames(tenantId: TenantId, tx: Query, ids: readonly EmployeeId[]): Promise<void> {
  const blocks = await blocksOf(
    tenantId,
    tx,
    ids.map((id) => ({ id })),
  );
  for (const block of blocks) {
    for (const entry of block.entries) if (ids.includes(entry.id)) [entry.name, entry.line] = ['', ''];
  }
  await writeBlocks(tenantId, tx, blocks);
}

/** Of so many people at a time. */
const BATCH = BLOCK_PEOPLE * 500;

/** Makes the blocks of a tenant that has none yet, of whoever is there. */
export async function buildBlocks(tenantId: TenantId, tx: Query): Promise<void> {
  for (let after: EmployeeId | undefined; ;) {
    const people: readonly Findable[] = await tx.query<Findable>(
      `select id, sort_name as "sortName", email_key as email from employees
       where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [tenantId, after ?? null, BATCH],
    );
    await keepFindable(tenantId, tx, people);
    after = people.at(-1)?.id;
    if (people.length < BATCH) return;
  }
}

/** As texts of blocks have it, and what is searched for in them: nothing in a line begins another one. */
export const inBlocks = (text: string): string => text.toLowerCase().replaceAll(/[\n\t]/g, ' ');

const entryOf = ({ id, sortName, email }: Findable): Entry => ({
  id,
  name: sortName,
  line: `${inBlocks(sortName)}\t${inBlocks(email)}`,
});

/** Puts somebody into the block of their id, or into one of their own before all others. */
function putInPlace(blocks: Block[], person: Findable): Block {
  let block = blocks.findLast(({ firstId }) => firstId <= person.id);
  if (block === undefined) {
    block = { firstId: person.id, entries: [] };
    blocks.unshift(block);
  }
  const at = block.entries.findIndex(({ id }) => id === person.id);
  block.entries.splice(at < 0 ? block.entries.length : at, 1, entryOf(person));
  return block;
}

/** Puts people who are new, in the order of their ids, into the last block and then into further ones. */
function append(last: Block | undefined, people: readonly Findable[]): readonly Block[] {
  const written: Block[] = [];
  let block = last;
  for (const person of people) {
    if (block === undefined || block.entries.length >= BLOCK_PEOPLE) block = { firstId: person.id, entries: [] };
    if (written.at(-1) !== block) written.push(block);
    block.entries.push(entryOf(person));
  }
  return written;
}

/** The blocks that these people are in, each once, in order. */
async function blocksOf(
  tenantId: TenantId,
  tx: Query,
  people: readonly { readonly id: EmployeeId }[],
): Promise<Block[]> {
  if (people.length === 0) return [];
  const within = `first_id in (
      select b.first_id from unnest($2::uuid[]) person (id) cross join lateral (
        select first_id from search_blocks where tenant_id = $1 and first_id <= person.id
        order by first_id desc limit 1) b)
    order by first_id`;
  return readBlocks(tenantId, tx, within, [`{${people.map(({ id }) => id).join(',')}}`]);
}

async function readBlocks(
  tenantId: TenantId,
  tx: Query,
  which: string,
  more: readonly unknown[] = [],
): Promise<Block[]> {
  const rows = await tx.query<{ first_id: EmployeeId; ids: EmployeeId[]; names: string[]; text: string }>(
    `select first_id, to_json(ids) as ids, to_json(names) as names, text from search_blocks
     where tenant_id = $1 and ${which}`,
    [tenantId, ...more],
  );
  return rows.map(({ first_id, ids, names, text }) => {
    const lines = text.split('\n');
    const entries = ids.map((id, index) => ({ id, name: names[index] ?? '', line: lines[index] ?? '' }));
    return { firstId: first_id, entries };
  });
}

async function writeBlocks(tenantId: TenantId, tx: Query, blocks: readonly Block[]): Promise<void> {
  if (blocks.length === 0) return;
  const rows = blocks.map(({ firstId, entries }) => ({
    first_id: firstId,
    ids: entries.map(({ id }) => id),
    names: entries.map(({ name }) => name),
    text: entries.map(({ line }) => line).join('\n'),
  }));
  await tx.query(
    `insert into search_blocks (tenant_id, first_id, ids, names, text)
     select $1, b.* from json_to_recordset($2::json) b (first_id uuid, ids uuid[], names text[], text text)
     on conflict (tenant_id, first_id) do update set ids = excluded.ids, names = excluded.names, text = excluded.text`,
    [tenantId, JSON.stringify(rows)],
  );
}

const byId = (a: Findable, b: Findable): number => (a.id < b.id ? -1 : 1);
