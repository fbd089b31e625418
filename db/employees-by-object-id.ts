import type { Tx } from './database.ts';

/**
 * What to select from for the employees `e` that some people are: the tenant is $1, their object ids are the array that
 * the parameter holds. To be asked within lookUpEach: the order makes the unique index the only way without sorting.
 */
export const employeesByObjectId = (parameter: `$${number}`): string =>
  `(select distinct unnest(${parameter}::uuid[])) as asked (oid) cross join lateral
     (select e.* from (select * from employees where tenant_id = $1 and entra_object_id >= asked.oid
        order by entra_object_id limit 1) as e where e.entra_object_id = asked.oid) as e`;

/**
 * Looks each person up by the unique index, whatever PostgreSQL knows of the tenant. Left to itself it takes a tenant
 * that has just come for a few people, and goes through all of them, for each page or even for each person
 * (docs/performance.md).
 */
export async function lookUpEach<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query(SORTING, ['off']);
  const result = await work(); // where it fails, the transaction ends, and what was set with it
  await tx.query(SORTING, ['on']);
  return result;
}

const SORTING = `select set_config('enable_sort', $1, true)`;
