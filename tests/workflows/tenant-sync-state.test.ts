import { describe, expect, test } from 'vitest';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { Trigger } from '../../sync/run.ts';
import {
  isAsked,
  putBack,
  requestApproval,
  requestSync,
  stateFrom,
  takeTurn,
} from '../../workflows/tenant-sync-state.ts';

const tenantId = 'tenant' as TenantId; // any text will do
const run = (n: number): RunId => String(n) as RunId; // a run's number
const fresh = () => stateFrom({ tenantId });
const noId = (): string => {
  throw new Error('A message with an id needs no other.');
};

test('a tenant id alone begins a tenant that is due at once and waits for nothing', () => {
  expect(fresh()).toEqual({
    v: 1,
    tenantId,
    paused: false,
    offboarding: false,
    nextSyncAt: 0,
    failures: 0,
    approvals: [],
    seen: [],
  });
  expect(isAsked(fresh())).toBe(false);
});

test('everything that is known goes from one history to the next', () => {
  const state = fresh();
  requestSync(state, { requestId: 'a', trigger: 'settings', full: true }, noId);
  requestApproval(state, { runId: run(7) });
  Object.assign(state, { paused: true, offboarding: true, nextSyncAt: 42, failures: 3 });
  expect(stateFrom(structuredClone(state))).toEqual(state);
});

test('an input is never changed: it may be read again in a replay', () => {
  const input = Object.freeze({ tenantId, approvals: Object.freeze([run(1)]), seen: Object.freeze(['a']) });
  const state = stateFrom(input);
  requestSync(state, { requestId: 'b' }, noId);
  requestApproval(state, { runId: run(2) });
  takeTurn(state);
  expect(input).toEqual({ tenantId, approvals: ['1'], seen: ['a'] });
});

describe('requests for a sync', () => {
  test('make one run, by the trigger of the first, with the ids of all', () => {
    const state = fresh();
    requestSync(state, { requestId: 'a', trigger: 'settings' }, noId);
    requestSync(state, { requestId: 'b', trigger: 'manual' }, noId);
    expect(takeTurn(state)).toEqual({
      kind: 'sync',
      request: { requestIds: ['a', 'b'], trigger: 'settings', full: false },
    });
    expect(isAsked(state)).toBe(false);
  });

  test('are full from the first that asked for it', () => {
    const state = fresh();
    for (const [requestId, full] of [
      ['a', false],
      ['b', true],
      ['c', false],
    ] as const)
      requestSync(state, { requestId, full }, noId);
    expect(state.pending?.full).toBe(true);
  });

  test('that come twice count once, as long as they are among the last twenty', () => {
    const state = fresh();
    for (let n = 0; n < 20; n++) requestSync(state, { requestId: `r${n}` }, noId);
    takeTurn(state);
    for (let n = 0; n < 20; n++) requestSync(state, { requestId: `r${n}` }, noId);
    expect(state.pending).toBeUndefined();
    requestSync(state, { requestId: 'r20' }, noId);
    requestSync(state, { requestId: 'r0' }, noId);
    expect(state.pending?.requestIds).toEqual(['r20', 'r0']);
  });

  test.each([[undefined], [{}]])('sent by hand as %j are manual, and get an id', (message) => {
    const state = fresh();
    requestSync(state, message, () => 'made-here');
    expect(state.pending).toEqual({ requestIds: ['made-here'], trigger: 'manual', full: false });
  });

  test('never make the input of a run longer than fifty ids', () => {
    const state = fresh();
    for (let n = 0; n < 60; n++) requestSync(state, { requestId: `r${n}` }, noId);
    expect(state.pending?.requestIds).toHaveLength(50);
    expect(state.pending?.requestIds.at(-1)).toBe('r59');
  });
});

describe('what is next', () => {
  test('is a scheduled sync where nobody asked', () => {
    expect(takeTurn(fresh())).toEqual({ kind: 'sync', request: { requestIds: [], trigger: 'schedule', full: false } });
  });

  test('is an approval before a sync, each approval once, in their order', () => {
    const state = fresh();
    requestSync(state, { requestId: 'a' }, noId);
    for (const n of [7, 7, 8]) requestApproval(state, { runId: run(n) });
    expect([takeTurn(state), takeTurn(state), takeTurn(state)]).toMatchObject([
      { kind: 'approval', approves: '7' },
      { kind: 'approval', approves: '8' },
      { kind: 'sync', request: { requestIds: ['a'] } },
    ]);
  });

  test.each([[undefined], [{}]])('is no approval sent by hand as %j', (message) => {
    const state = fresh();
    requestApproval(state, message);
    expect(isAsked(state)).toBe(false);
  });
});

describe('what a pause cut off', () => {
  test('goes before what was asked for meanwhile, in one run with it', () => {
    const state = fresh();
    requestSync(state, { requestId: 'a', trigger: 'retry', full: true }, noId);
    const turn = takeTurn(state);
    requestSync(state, { requestId: 'b', trigger: 'manual' }, noId);
    putBack(state, turn, 'retry');
    expect(state.pending).toEqual({ requestIds: ['a', 'b'], trigger: 'retry', full: true });
  });

  test('keeps the trigger that the run was opened with', () => {
    const state = fresh();
    putBack(state, takeTurn(state), 'link');
    expect(state.pending).toEqual({ requestIds: [], trigger: 'link', full: false });
  });

  test('is the first approval again', () => {
    const state = fresh();
    requestApproval(state, { runId: run(7) });
    const turn = takeTurn(state);
    requestApproval(state, { runId: run(8) });
    putBack(state, turn, 'approval');
    expect(state.approvals).toEqual(['7', '8']);
  });
});

describe('a message that a person sent by hand', () => {
  test('with a trigger that is none asks for a manual sync', () => {
    const state = fresh();
    requestSync(state, { requestId: 'a', trigger: 'operator' as Trigger }, noId); // by hand anything can be sent
    expect(state.pending?.trigger).toBe('manual');
  });

  test.each(['sync-run/tenant/12', '', '0', '-1', '1.5', '9'.repeat(19)])(
    'that approves %j, which is no number of a run, is not heard',
    (text) => {
      const state = fresh();
      requestApproval(state, { runId: text as RunId }); // by hand anything can be sent
      expect(state.approvals).toEqual([]);
    },
  );
});
