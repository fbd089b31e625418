import type { Tx } from './database.ts';

/**
 * Does what compares many of a tenant's rows with many others. PostgreSQL's statistics do not know a tenant that has just
 * come and take it for a few people: it would go through all of the others for each row, more than a minute's work for
 * three thousand people that is done in 20 ms by hashing. Not for a few rows: those it finds by index sooner.
 */
export async function planByHash<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query(NESTED_LOOPS, ['off']);
  const result = await work(); // where it fails, the transaction ends, and what was set with it
  await tx.query(NESTED_LOOPS, ['on']);
  return result;
}

const NESTED_LOOPS = `select set_config('enable_nestloop', $1, true)`;
