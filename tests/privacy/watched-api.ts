import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { PreviewStarted, Requested, SyncRun } from '../../cli/responses.schema.ts';
import type { OwnSystem } from '../kill/own-system.ts';
import { patientClient, type Run } from '../kill/patient-client.ts';

/** The API of a system, whose problem answers are kept. */
export type WatchedApi = {
  readonly ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
  /** Asks for a sync and waits for the end of the run that answers, or for what is wanted earlier. */
  readonly sync: (tenantId: string, full?: boolean) => Promise<Run>;
  /** Previews these unsaved fields and settings, and waits for the end. */
  readonly preview: (tenantId: string, unsaved: object) => Promise<SyncRun>;
  readonly problems: () => readonly string[];
};

export function watchApi(system: OwnSystem): WatchedApi {
  const problems: string[] = [];
  const client = patientClient(system);
  const ask: WatchedApi['ask'] = async (method, path, body) => {
    const answer = await fetch(`${system.apiUrl}/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${system.operatorKey}`,
        'x-request-id': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 400) problems.push(`${answer.status} ${text}`);
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return {
    ask,
    async sync(tenantId, full = false) {
      const { requestId } = Requested.parse((await ask('POST', `tenants/${tenantId}/sync`, { full })).body);
      return vi.waitFor(
        async () => {
          const run = (await client.runs(tenantId)).find(({ requestIds }) => requestIds.includes(requestId));
          if (run === undefined || run.state === 'running') throw new Error('The run has not ended.');
          return run;
        },
        { timeout: 60_000, interval: 25 },
      );
    },
    async preview(tenantId, unsaved) {
      const { runId } = PreviewStarted.parse((await ask('POST', `tenants/${tenantId}/preview`, unsaved)).body);
      return vi.waitFor(
        async () => {
          const run = SyncRun.parse((await ask('GET', `tenants/${tenantId}/runs/${runId}`)).body);
          if (run.state === 'running') throw new Error('The preview has not ended.');
          return run;
        },
        { timeout: 60_000, interval: 25 },
      );
    },
    problems: () => problems,
  };
}
