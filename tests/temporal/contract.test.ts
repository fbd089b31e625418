import { describe, expect, test } from 'vitest';
import type { RunId, TenantId } from '../../sync/ids.ts';
import * as contract from '../../temporal/contract.ts';

// All of these are kept by Temporal and used by operators: a workflow that waits for hours must still be reached.
const tenantId = '0b0c7a2e-9d3f-4a7e-8f37-5d1c7f6f2a11' as TenantId; // our UUID of a tenant

test('names that Temporal keeps never change', () => {
  expect(contract.SYNC_QUEUE).toBe('rollcall-sync');
  expect(contract.graphQueueBeside(contract.SYNC_QUEUE)).toBe('rollcall-graph');
  expect(contract.tenantSyncId(tenantId)).toBe(`tenant-sync/${tenantId}`);
  expect(contract.syncRunId(tenantId, '12' as RunId)).toBe(`sync-run/${tenantId}/12`); // the twelfth run
  const { syncNow, pause, resume, offboard, approveCleanUp, status } = contract;
  expect([syncNow, pause, resume, offboard, approveCleanUp, status].map(({ name }) => name)).toEqual([
    'syncNow',
    'pause',
    'resume',
    'offboard',
    'approveCleanUp',
    'status',
  ]);
  expect(contract.SEARCH_ATTRIBUTES.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'TenantId: KEYWORD',
    'SyncTrigger: KEYWORD',
    'SyncState: KEYWORD',
    'LastSyncedAt: DATETIME',
  ]);
});

test('the queues of a test lie beside each other too', () => {
  expect(contract.graphQueueBeside('test-1-sync')).toBe('test-1-graph');
});

describe('the tenant of a workflow', () => {
  test('is read from its id', () => {
    expect(contract.tenantOf(contract.tenantSyncId(tenantId))).toBe(tenantId);
  });
  test('is none for other workflows', () => {
    expect(contract.tenantOf(`sync-run/${tenantId}/1`)).toBeUndefined();
  });
});
