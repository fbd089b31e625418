import { ownFaultOf } from '../../sync/failure.ts';
import { TENANT_STATUSES, type TenantStatus } from '../../sync/run.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { listAlarms } from './alarms.ts';

export type CountsForMetrics = {
  readonly tenants: Readonly<Record<TenantStatus, number>>;
  readonly messagesWaiting: number;
  /** Our own secret or certificate is refused. */
  readonly ownCredentialRefused: boolean;
};

/** Counts of all tenants together, for monitoring: both tables are small where they are counted. */
export async function countForMetrics(tx: AcrossTenantsTx): Promise<CountsForMetrics> {
  const rows = await tx.query<{ status: TenantStatus; count: number }>(
    'select status, count(*)::int as count from tenants group by status',
    [],
  );
  const [waiting] = await tx.query<{ count: number }>(
    'select count(*)::int as count from outbox where sent_at is null',
    [],
  );
  const alarms = await listAlarms(tx);
  const counted = new Map(rows.map(({ status, count }) => [status, count]));
  // every status is there, since the list names them all
  const tenants = Object.fromEntries(TENANT_STATUSES.map((status) => [status, counted.get(status) ?? 0])) as Record<
    TenantStatus,
    number
  >;
  const ownCredentialRefused = alarms.some(({ code }) => ownFaultOf(code) !== undefined);
  return { tenants, messagesWaiting: waiting?.count ?? 0, ownCredentialRefused };
}
