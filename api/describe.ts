import type * as z from 'zod';
import type { EmployeeRow } from '../db/employee-row.ts';
import type { KeyRow } from '../db/key-row.ts';
import type { RunRow } from '../db/run-row.ts';
import type { TenantRow } from '../db/tenants.ts';
import { failureOf } from '../sync/failure.ts';
import type { TenantId } from '../sync/ids.ts';
import { syncRunId } from '../temporal/contract.ts';
import { workflowUrl } from '../temporal/workflow-url.ts';
import type { ApiDeps } from './api-deps.ts';
import type { Employee } from './schemas/employee.schema.ts';
import type { Key } from './schemas/key.schema.ts';
import type { SyncRun } from './schemas/sync-run.schema.ts';
import type { Tenant } from './schemas/tenant.schema.ts';
import type { Trouble } from './schemas/trouble.schema.ts';

/** Rows of db/ as the API shows them. */

export const describeTenant = ({ attention, ...tenant }: TenantRow): z.infer<typeof Tenant> => ({
  id: tenant.id,
  name: tenant.name,
  entraTenantId: tenant.entraTenantId,
  status: tenant.status,
  ...(attention && { attention: describeTrouble(attention) }),
  lastSyncedAt: timeOf(tenant.lastSyncedAt),
  nextSyncAt: timeOf(tenant.nextSyncAt),
  employees: tenant.employees,
});

export const describeRun = (
  run: RunRow,
  tenantId: TenantId,
  { uiUrl, namespace }: ApiDeps['temporal'],
): z.infer<typeof SyncRun> => ({
  id: run.id,
  kind: run.kind,
  trigger: run.trigger,
  kindReason: run.kindReason,
  state: run.state,
  ...(run.decision && { decision: run.decision }),
  ...(run.waitingRunId && { waitingRunId: run.waitingRunId }),
  requestIds: run.requestIds,
  startedAt: run.startedAt.toISOString(),
  finishedAt: timeOf(run.finishedAt),
  counts: run.counts,
  drift: run.drift,
  ...(run.wouldHold && { wouldHold: run.wouldHold }),
  progress: { read: run.counts.read, expected: run.expected },
  ...(run.error && { error: describeTrouble(run.error) }),
  temporalUrl: workflowUrl(uiUrl, namespace, syncRunId(tenantId, run.id)),
});

export const describeEmployee = ({
  duplicateOf,
  pinned,
  erasedAt,
  kindEvidence,
  ...employee
}: EmployeeRow): z.infer<typeof Employee> => ({
  id: employee.id,
  entraObjectId: employee.entraObjectId,
  email: employee.email,
  status: employee.status,
  ...(duplicateOf && { duplicateOf }),
  kind: employee.kind,
  kindEvidence: kindEvidence.evidence,
  ...(kindEvidence.looksLike && {
    looksLike: kindEvidence.looksLike.kind,
    looksLikeEvidence: kindEvidence.looksLike.evidence,
  }),
  ...(pinned && { pinned }),
  ...(erasedAt && { erasedAt: erasedAt.toISOString() }),
  values: employee.values,
  origins: originsOf(employee),
  createdAt: employee.createdAt.toISOString(),
  updatedAt: employee.updatedAt.toISOString(),
});

const originsOf = ({ values, valuesByHand }: Pick<EmployeeRow, 'values' | 'valuesByHand'>) =>
  Object.fromEntries(
    Object.keys(values).map((key) => [key, Object.hasOwn(valuesByHand, key) ? ('hand' as const) : ('entra' as const)]),
  );

export const describeKey = ({ id, name, createdAt, lastUsedAt }: KeyRow): z.infer<typeof Key> => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: timeOf(lastUsedAt),
});

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null;

/** The detail of a stored failure is Microsoft's id of the request, which their support asks for. */
function describeTrouble(trouble: { readonly code: string; readonly detail: string | null }): z.infer<typeof Trouble> {
  const { code, message, remedy } = failureOf(trouble.code);
  const suffix = trouble.detail === null ? '' : ` (Microsoft request id ${trouble.detail})`;
  return { code, message: message + suffix, remedy };
}
