import { failureOf, type FailureCode } from '../../sync/failure.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** Something wrong with Rollcall itself. It lies across tenants because it is no tenant's, and stops all of them. */
export type Alarm = { readonly code: FailureCode; readonly since: Date; readonly lastSeenAt: Date };

/** Notes that something is wrong; true when that is new. Safe to repeat. */
export async function raiseAlarm(tx: AcrossTenantsTx, code: FailureCode): Promise<boolean> {
  const [row] = await tx.query<{ isNew: boolean }>(
    `insert into alarms (code) values ($1) on conflict (code) do update set last_seen_at = now()
     returning xmax = 0 as "isNew"`,
    [code],
  );
  return row?.isNew === true;
}

/** Notes that it is well again; true when it was not. Safe to repeat. */
export async function clearAlarm(tx: AcrossTenantsTx, code: FailureCode): Promise<boolean> {
  return (await tx.query('delete from alarms where code = $1 returning 1', [code])).length > 0;
}

export async function listAlarms(tx: AcrossTenantsTx): Promise<readonly Alarm[]> {
  const rows = await tx.query<{ code: string; since: string; last_seen_at: string }>(
    'select code, since, last_seen_at from alarms order by code',
    [],
  );
  return rows.map((row) => ({
    code: failureOf(row.code).code,
    since: new Date(row.since),
    lastSeenAt: new Date(row.last_seen_at),
  }));
}
