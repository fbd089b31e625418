import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

/**
 * Every name under which a value may stand in a history. Histories are read by operators and kept for long: whoever
 * adds a name here has made sure that no name, address or token of a person can be its value.
 */
// prettier-ignore
const ALLOWED = [
  // ids
  'tenantId', 'runId', 'requestId', 'requestIds', 'approves', 'approvals', 'seen',
  // words of closed sets
  'answer', 'kind', 'trigger', 'next', 'outcome', 'code', 'pending',
  // counts, times and switches
  'v', 'full', 'paused', 'offboarding', 'failures', 'nextSyncAt', 'heartbeatMs', 'chunks', 'read', 'expected',
  'toProve', 'cleanUpNeeded', 'unsettled', 'eraseDue',
  // Microsoft's request id
  'detail',
];

/** Values without a name: results of search attributes, details of failures, summaries. */
const SENTENCES =
  /^(keeps one directory in step|(full|cleanUp) run, \w+|people, part \d+|proof of absence, part \d+|next scheduled run|paused)$/;
const WORD_OR_ID = /^[A-Za-z0-9-]{1,36}$/;
const OURS: readonly string[] = Object.values(FAILURES).map(({ message }) => message);
const OF_THE_SDK = ['Activity task failed', 'Child Workflow execution failed'];
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

describe('no history holds a name or an address of a person', () => {
  test('of a tenant with all that can happen to it', async () => {
    const runs = { opened: 0 };
    const tenant = stage.tenant({
      openRun: async ({ trigger, approves }) => ({
        answer: 'opened',
        runId: String(++runs.opened) as RunId, // its number
        kind: approves === undefined ? 'full' : 'cleanUp',
        trigger,
        heartbeatMs: 2_000,
      }),
      syncPages: async () => {
        if (runs.opened === 2)
          throw failing('permissionMissing', { details: ['2f1c8a30-0000-4000-8000-000000000000'] });
        return { next: 'done', read: 3, expected: 3 };
      },
      findVanished: async () => ({ toProve: 1, cleanUpNeeded: true, unsettled: true, eraseDue: false }),
      cleanUp: async () => ({ next: runs.opened === 1 ? 'held' : 'done', eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.syncNow();
    await tenant.ended(2);
    await tenant.send({ kind: 'approveCleanUp', runId: '1' as RunId }); // the held run's number
    await tenant.ended(3);
    await tenant.send({ kind: 'offboard' });
    await tenant.isNow(tenant.handle, 'COMPLETED');

    const messages: string[] = [];
    for (const workflow of [tenant.handle, ...[1, 2, 3].map(tenant.run)]) {
      const values = await valuesIn(workflow);
      expect(values.length).toBeGreaterThan(5);
      for (const { name, value } of values) {
        if (name !== undefined) expect(ALLOWED).toContain(name);
        expect(isHarmless(value), `${name}: ${JSON.stringify(value)}`).toBe(true);
      }
      messages.push(...messagesIn((await workflow.fetchHistory()).events));
    }
    expect(messages).toContain(FAILURES.permissionMissing.message);
    for (const message of messages) expect([...OURS, ...OF_THE_SDK]).toContain(message);
  });
});

type Named = { readonly name: string | undefined; readonly value: unknown };

const isHarmless = (value: unknown): boolean =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && (WORD_OR_ID.test(value) || SENTENCES.test(value) || TIME.test(value)));

/** Every single value in every payload of a history, with the name it stands under. */
async function valuesIn(workflow: WorkflowHandle): Promise<readonly Named[]> {
  return payloadsIn((await workflow.fetchHistory()).events).flatMap((payload) =>
    leavesOf(undefined, defaultPayloadConverter.fromPayload(payload)),
  );
}

function payloadsIn(value: unknown): readonly Payload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  // the shape of a payload in Temporal's API
  if ('metadata' in value && 'data' in value) return [value as Payload];
  return Object.values(value).flatMap(payloadsIn);
}

/** The messages of all failures in a history, those behind others too. */
function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const own = 'stackTrace' in value && 'message' in value && typeof value.message === 'string' ? [value.message] : [];
  return [...own, ...Object.values(value).flatMap(messagesIn)];
}

function leavesOf(name: string | undefined, value: unknown): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(name, item));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leavesOf(key, item));
  return value === undefined ? [] : [{ name, value }];
}
