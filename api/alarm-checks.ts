import type * as z from 'zod';
import { listAlarms } from '../db/across-tenants/alarms.ts';
import { failureOf } from '../sync/failure.ts';
import type { ApiDeps } from './api-deps.ts';
import type { Check } from './schemas/check.schema.ts';

/**
 * What is wrong with Rollcall itself though it answers, as the worker has stored it. The API serves on as it is, so that
 * makes it no less ready (docs/adr/0012-our-own-credential-is-one-alarm.md). Nothing where the database does not answer.
 */
export async function alarmChecks({ db }: Pick<ApiDeps, 'db'>): Promise<readonly z.infer<typeof Check>[]> {
  const raised = await db.acrossTenants(listAlarms).catch(() => undefined);
  if (raised === undefined) return [];
  if (raised.length === 0) return [{ name: 'ownCredential', ok: true, detail: 'Microsoft takes it, as far as known.' }];
  return raised.map(({ code, since }) => {
    const { message, remedy } = failureOf(code);
    return { name: code, ok: false, detail: `${message} Since ${since.toISOString()}.`, remedy };
  });
}
