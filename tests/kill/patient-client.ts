import { vi } from 'vitest';
import * as z from 'zod';
import { listOf, Requested, SyncRun, Tenant } from '../../cli/responses.schema.ts';
import type { OwnSystem } from './own-system.ts';

/** A consumer of the API that asks again, as consumers do, while there is no answer or one of 5xx. */
export type PatientClient = {
  readonly onboard: (name: string, entraTenantId: string) => Promise<string>;
  /** Saves settings with clean-up on and no limit that would hold it: the first sync begins. */
  readonly activate: (tenantId: string) => Promise<void>;
  /** The request that was answered with 202. */
  readonly syncNow: (tenantId: string, full: boolean) => Promise<string>;
  /** The oldest first. */
  readonly runs: (tenantId: string) => Promise<readonly Run[]>;
};

export type Run = z.infer<typeof AnsweredRun>;
const AnsweredRun = SyncRun.extend({ requestIds: z.array(z.string()) });

/** Longer than all that is told to wait: a start of the API, a reconnection, a lost session. */
const PATIENCE = { timeout: 120_000, interval: 25 };
const Integration = z.looseObject({ version: z.number(), cleanUp: z.looseObject({}) });
const NO_LIMIT = { enabled: true, retentionDays: 30, maxRemovalsPercent: 100, maxRemovals: 1_000_000 };

export function patientClient({ apiUrl, operatorKey }: Pick<OwnSystem, 'apiUrl' | 'operatorKey'>): PatientClient {
  const once = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${apiUrl}/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${operatorKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status >= 500) throw new Error(`${method} ${path} was answered with ${answer.status}.`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const ask = async (...request: Parameters<typeof once>) => vi.waitFor(() => once(...request), PATIENCE);
  return {
    async onboard(name, entraTenantId) {
      const { body } = await ask('POST', 'tenants', { name, entraTenantId, activate: false });
      return Tenant.parse(body).id;
    },
    async activate(tenantId) {
      const path = `tenants/${tenantId}/integration`;
      const { version, ...settings } = Integration.parse((await ask('GET', path)).body);
      const { status } = await ask('PUT', path, { ...settings, cleanUp: NO_LIMIT }, { 'if-match': `"${version}"` });
      // 412: it was saved, but the answer was lost.
      if (status !== 200 && status !== 412) throw new Error(`The settings were answered with ${status}.`);
    },
    async syncNow(tenantId, full) {
      const { status, body } = await ask('POST', `tenants/${tenantId}/sync`, { full });
      if (status !== 202) throw new Error(`Sync Now was answered with ${status}.`);
      return Requested.parse(body).requestId;
    },
    async runs(tenantId) {
      const { body } = await ask('GET', `tenants/${tenantId}/runs?limit=1000`);
      return listOf(AnsweredRun).parse(body).items.toReversed();
    },
  };
}
