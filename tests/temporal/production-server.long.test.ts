import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as z from 'zod';
import { listOf, SyncRun, Tenant } from '../../cli/responses.schema.ts';
import { openOwnSystem, type OwnSystem } from '../kill/own-system.ts';
import { patientClient } from '../kill/patient-client.ts';

/** Everything that the rest of the suite does on the dev server, once on the server that runs in production. */
const PEOPLE = 2_000;
const PATIENCE = { timeout: 120_000, interval: 50 };

let system: OwnSystem;
let connection: Connection;
beforeAll(
  async () => {
    system = await openOwnSystem({ temporal: 'production', disposable: true });
    connection = await Connection.connect({ address: system.temporalAddress });
  },
  // Go builds the server where no cache has it.
  30 * 60_000,
);
afterAll(async () => {
  await connection.close();
  await system.close();
});

const answered = async (method: string, path: string): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`${system.apiUrl}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${system.operatorKey}` },
  });
  return { status: answer.status, body: await answer.json().catch(() => undefined) };
};

async function runOf(tenantId: string, requestId: string): Promise<z.infer<typeof SyncRun>> {
  return vi.waitFor(async () => {
    const { body } = await answered('GET', `tenants/${tenantId}/runs?requestId=${requestId}`);
    const [run] = listOf(SyncRun).parse(body).items;
    if (run === undefined || run.state === 'running') throw new Error('That run is not over.');
    return run;
  }, PATIENCE);
}

/** Visibility follows the workflows some seconds late. */
const found = (query: string, ids: readonly string[]): Promise<void> =>
  vi.waitFor(async () => {
    const listed: string[] = [];
    for await (const { workflowId } of new Client({ connection }).workflow.list({ query })) listed.push(workflowId);
    expect(listed.toSorted()).toEqual(ids);
  }, PATIENCE);

describe('on a production Temporal Server in PostgreSQL', { timeout: 400_000 }, () => {
  it('a tenant lives its whole life: onboarded, synced, asked, paused, resumed, off-boarded', async () => {
    const client = patientClient(system);
    const entra = system.emulator.addDirectory({ name: 'Production', people: { seed: 'production', count: PEOPLE } });
    const id = await client.onboard('Production', entra.entraTenantId);
    await client.activate(id);
    const first = await vi.waitFor(async () => {
      const [run] = await client.runs(id);
      expect(run?.state).toBe('succeeded');
      return run;
    }, PATIENCE);
    expect(first).toMatchObject({ kind: 'full', trigger: 'link', counts: { read: PEOPLE, created: PEOPLE } });
    await found(`TenantId = '${id}' AND SyncState = 'succeeded' AND LastSyncedAt > '2000-01-01T00:00:00Z'`, [
      `tenant-sync/${id}`,
    ]);
    await found(`TenantId = '${id}' AND SyncTrigger = 'link'`, [`sync-run/${id}/1`]);

    const asked = await runOf(id, await client.syncNow(id, false));
    expect(asked).toMatchObject({ state: 'succeeded', kind: 'incremental', counts: { created: 0, updated: 0 } });

    expect((await answered('POST', `tenants/${id}/pause`)).status).toBe(202);
    expect((await answered('POST', `tenants/${id}/sync`)).status).toBe(409);
    expect((await answered('POST', `tenants/${id}/resume`)).status).toBe(202);
    const resumed = await runOf(id, await client.syncNow(id, true));
    expect(resumed).toMatchObject({ state: 'succeeded', kind: 'full', counts: { read: PEOPLE, created: 0 } });
    expect(Tenant.parse((await answered('GET', `tenants/${id}`)).body).status).toBe('active');

    expect((await answered('DELETE', `tenants/${id}`)).status).toBe(202);
    await vi.waitFor(async () => expect((await answered('GET', `tenants/${id}`)).status).toBe(404), PATIENCE);
    const workflow = new Client({ connection }).workflow.getHandle(`tenant-sync/${id}`);
    await vi.waitFor(async () => expect((await workflow.describe()).status.name).toBe('COMPLETED'), PATIENCE);
    expect(system.endedByThemselves()).toEqual([]);
  });

  it('a server that is killed and started again on its database goes on where it was', async () => {
    const client = patientClient(system);
    const entra = system.emulator.addDirectory({ name: 'Killed', people: { seed: 'killed', count: PEOPLE } });
    const id = await client.onboard('Killed', entra.entraTenantId);
    await client.activate(id);
    await vi.waitFor(async () => expect((await client.runs(id)).length).toBe(1), PATIENCE);
    await system.kill('Temporal');
    await system.start('Temporal');
    await vi.waitFor(
      async () => expect((await client.runs(id)).map(({ state }) => state)).toEqual(['succeeded']),
      PATIENCE,
    );
    expect(await runOf(id, await client.syncNow(id, false))).toMatchObject({ state: 'succeeded' });
    const [counted] = await system.ask<{ people: number }>(
      'select count(distinct entra_object_id)::int as people from employees where tenant_id = $1',
      [id],
    );
    expect(counted).toEqual({ people: PEOPLE });
  });
});
