import type { RunId, TenantId } from '../sync/ids.ts';

/** What most activities are given: all else they read from the database. */
export type RunIds = { readonly tenantId: TenantId; readonly runId: RunId };
