import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { BenchRun, BenchTenant, System } from '../system.ts';

type Parts = Pick<System, 'ask' | 'sync' | 'emulator'>;

/** Looked after this often at first, and later each hundredth of the time: a look takes some tenths of a millisecond of what is measured. */
const LOOK_EVERY_MS = 10;

let made = 0;

/** A tenant as onboarding makes it, linked to a directory of its own. No run has been asked for. */
export async function createBenchTenant(
  { ask, sync, emulator }: Parts,
  people: number,
  behaviour: Readonly<Record<string, unknown>> = {},
): Promise<BenchTenant> {
  const name = `bench-${people}-${made++}`;
  const { entraTenantId } = await emulator.addDirectory(name, people, behaviour);
  const [tenant] = await ask<{ id: TenantId }>(
    `with t as (insert into tenants (name, entra_tenant_id, status, linked_at) values ($1, $2, 'linked', now()) returning id),
     s as (insert into integration_settings (tenant_id, version, settings) select id, 1, $3::jsonb from t),
     f as (insert into field_versions (tenant_id, version, items) select id, 1, $4::jsonb from t)
     select id from t`,
    [name, entraTenantId, JSON.stringify(DEFAULT_INTEGRATION_SETTINGS), JSON.stringify(DEFAULT_FIELDS)],
  );
  if (tenant === undefined) throw new Error('The tenant was not made.');
  const { id } = tenant;
  const request: BenchTenant['ask'] = async ({ full = false } = {}) => {
    const requestId = randomUUID();
    // Not before it is asked for: a worker looks for active tenants without a workflow, and would begin a run of its own.
    await ask(`update tenants set status = 'active' where id = $1 and status = 'linked'`, [id]);
    await sync.send(id, { kind: 'syncNow', requestId, trigger: 'manual', full });
    return { requestId };
  };
  return {
    ...{ id, entraTenantId, ask: request },
    async run(asked) {
      const start = performance.now();
      const { requestId } = await request(asked);
      return ended(ask, id, requestId, start);
    },
  };
}

type Row = Omit<BenchRun, 'ms'> & { readonly state: string; readonly error_code: string | null };

async function ended(ask: System['ask'], id: TenantId, requestId: string, start: number): Promise<BenchRun> {
  for (;;) {
    const [run] = await ask<Row>(
      `select id::text as id, kind, read, created, updated, unchanged, state, error_code from sync_runs
       where tenant_id = $1 and $2 = any(request_ids) and state <> 'running'`,
      [id, requestId],
    );
    if (run !== undefined) return succeeded(run, performance.now() - start);
    await delay(Math.max(LOOK_EVERY_MS, (performance.now() - start) / 100));
  }
}

function succeeded({ state, error_code: code, ...run }: Row, ms: number): BenchRun {
  if (state !== 'succeeded') throw new Error(`Run ${run.id} ended as ${state}${code === null ? '' : ` (${code})`}.`);
  return { ...run, id: run.id as RunId, ms };
}
