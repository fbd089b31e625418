/**
 * What to select from for the employees `e` that some people are: the tenant is $1, their object ids are the array that
 * the parameter holds. Each is looked up by the unique index, whatever PostgreSQL knows of the tenant: with `= any`, and
 * with a plain join, it reads all employees of a tenant that has just come, whom its statistics take for a few, and so
 * once a page everybody who was written before it (docs/performance.md).
 */
export const employeesByObjectId = (parameter: `$${number}`): string =>
  `(select distinct unnest(${parameter}::uuid[])) as asked (oid) cross join lateral
     (select * from employees where tenant_id = $1 and entra_object_id = asked.oid limit 1) as e`;
