import type { Row } from '../row.ts';
import { median } from '../statistics.ts';
import type { BenchTenant, System } from '../system.ts';

const RENDERED_WITHIN_MS = 50;

/** Every page of a tenant that a person opens, by what it shows. */
async function pathsOf({ ask }: System, { id }: BenchTenant): Promise<readonly (readonly [string, string])[]> {
  const [employee] = await ask<{ id: string }>('select id from employees where tenant_id = $1 limit 1', [id]);
  return [
    ['Tenants', '/tenants'],
    ['dashboard', `/tenants/${id}`],
    ['Employees', `/tenants/${id}/employees`],
    ['an employee', `/tenants/${id}/employees/${employee?.id ?? ''}`],
    ['a run', `/tenants/${id}/runs/1`],
    ['not imported', `/tenants/${id}/not-imported/disabled`],
    ['Integration', `/tenants/${id}/integration`],
  ];
}

export const PAGE_ROWS: readonly Row[] = [
  {
    name: 'pages at a thousand employees',
    what: 'The slowest of the pages of a tenant',
    against: '',
    unit: 'ms',
    limit: { of: 'value', atMost: RENDERED_WITHIN_MS },
    minutes: 3,
    async measure(world) {
      const system = await world.system();
      await system.worker();
      const tenant = await system.tenant(world.sizes.tenant);
      await tenant.run();
      const api = await system.api();
      const found: { readonly page: string; readonly ms: number }[] = [];
      for (const [page, path] of await pathsOf(system, tenant)) {
        for (let n = 0; n < 5; n++) await api.time(path);
        const times: number[] = [];
        for (let n = 0; n < world.sizes.times; n++) times.push(await api.time(path));
        found.push({ page, ms: median(times) });
      }
      const slowest = Math.max(...found.map(({ ms }) => ms));
      const all = found.map(({ page, ms }) => `${page} ${ms.toFixed(1)}`).join(', ');
      return {
        value: slowest,
        how: `${world.sizes.tenant} employees, median of ${world.sizes.times} each over HTTP: ${all} ms`,
      };
    },
  },
];
