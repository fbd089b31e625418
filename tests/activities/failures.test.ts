import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFailure, toApplicationFailure } from '../../activities/failures.ts';
import { DatabaseUnavailableError } from '../../db/errors.ts';
import { EntraError } from '../../entra/entra-error.ts';
import { FAILURES, type FailureClass, type FailureCode } from '../../sync/failure.ts';
import { quietTemporal } from '../set-up/quiet-temporal.ts';

const REQUEST_ID = '1b9c3f8e-6e70-4f4d-8f0e-1c1c2b1a0d9f';
const CODES = Object.keys(FAILURES) as FailureCode[]; // its own keys

beforeAll(quietTemporal);

/** What becomes of an error at that attempt, and what is logged of it. */
async function translate(err: unknown, info: { attempt?: number; workflowType?: string } = {}) {
  const logged: LogEntry[] = [];
  const logger = new DefaultLogger('WARN', (entry) => void logged.push(entry));
  const environment = new MockActivityEnvironment(info, { logger });
  let failure: unknown;
  await environment.run(async () => {
    failure = toApplicationFailure(err);
  });
  return { failure, logged };
}
async function failureFor(...given: Parameters<typeof translate>): Promise<ApplicationFailure> {
  const { failure } = await translate(...given);
  if (!(failure instanceof ApplicationFailure)) throw new Error('It is no failure of ours.', { cause: failure });
  return failure;
}

describe('an error of Microsoft’s', () => {
  /** Complete by type: a new class has to say whether it is tried again. */
  const TRIED_AGAIN: Readonly<Record<FailureClass, boolean>> = {
    retry: true,
    wait: true,
    resync: true,
    tenantAttention: false,
    ownCredential: false,
    bug: false,
    run: false,
  };

  it.each(CODES)('%s is tried again or not by its class, and reads as our own sentence', async (code) => {
    const failure = await failureFor(new EntraError(code, { requestId: REQUEST_ID }));
    const kind: FailureClass = FAILURES[code].class;
    expect(failure.nonRetryable).toBe(!TRIED_AGAIN[kind]);
    expect(failure.type).toBe(code);
    expect(failure.message).toBe(`${FAILURES[code].message} (Microsoft request id ${REQUEST_ID})`);
    expect(failure.details).toEqual([REQUEST_ID]);
    expect(failure.category === ApplicationFailureCategory.BENIGN).toBe(kind === 'wait');
  });

  it('names the wait that Microsoft asked for', async () => {
    expect((await failureFor(new EntraError('graphThrottled', { retryAfterMs: 2_128 }))).nextRetryDelay).toBe(2_128);
  });

  it('is tried again at once where that is what it says: to Temporal no delay is no retry', async () => {
    expect((await failureFor(new EntraError('graphThrottled', { retryAfterMs: 0 }))).nextRetryDelay).toBe(1);
  });

  it.each([
    [5, 2_000],
    [6, 2_000],
    [9, 16_000],
    [400, 60_000],
  ])(
    'is tried again at most once a minute however short the waits that are named: after try %i',
    async (attempt, delay) => {
      const error = new EntraError('graphThrottled', { retryAfterMs: 2_000 });
      expect(await failureFor(error, { attempt })).toMatchObject({ nextRetryDelay: delay });
    },
  );

  it.each(['ownCredential', 'requestRefused'] as const)(
    'is told to the operator where it is ours: %s',
    async (code) => {
      const { logged } = await translate(new EntraError(code));
      expect(logged).toMatchObject([{ level: 'ERROR', message: FAILURES[code].message, meta: { event: code } }]);
    },
  );

  it.each(['permissionMissing', 'graphUnavailable'] as const)('is no alarm where it is not ours: %s', async (code) => {
    expect((await translate(new EntraError(code))).logged).toEqual([]);
  });
});

describe('a database that cannot be reached', () => {
  it('is tried again for as long as it takes, and its own text is for the log alone', async () => {
    const error = new DatabaseUnavailableError('unreachable', 'Check that PostgreSQL runs.');
    const { failure, logged } = await translate(error, { attempt: 1_000 });
    expect(failure).toMatchObject({
      type: 'databaseUnavailable',
      nonRetryable: false,
      message: FAILURES.databaseUnavailable.message,
    });
    expect(logged).toMatchObject([{ level: 'WARN', meta: { event: 'databaseUnavailable', reason: 'unreachable' } }]);
  });

  it.each([
    [1, 1_000],
    [4, 8_000],
    [1_000, 30_000],
  ])('is tried again half a minute later at the most, whatever work it was: after try %i', async (attempt, delay) => {
    const error = new DatabaseUnavailableError('lost', 'Check that PostgreSQL runs.');
    expect(await failureFor(error, { attempt })).toMatchObject({ nextRetryDelay: delay });
  });
});

describe('an error without a name', () => {
  const spoken = new Error('duplicate key: Ada Lovelace, ada@contoso.example', { cause: 'https://x/?$skiptoken=1' });

  it.each([
    ['is tried again, as a hiccup passes', 4, 'syncRun', false],
    ['fails its run in the end, as a bug shows itself', 5, 'syncRun', true],
    ['never ends a tenant’s own workflow, which waits for the fix', 50, 'tenantSync', false],
  ])('%s', async (_guarantee, attempt, workflowType, nonRetryable) => {
    expect(await failureFor(spoken, { attempt, workflowType })).toMatchObject({ type: 'unknown', nonRetryable });
  });

  it.each([
    ['an error', spoken],
    ['an error with a name of its own', Object.assign(new TypeError('Ada'), { detail: 'ada@contoso.example' })],
    ['an error of several lines', new Error('Ada\nLovelace\n   at ada@contoso.example')],
    ['a text', 'Ada Lovelace'],
    ['nothing', undefined],
  ])('leaves its text neither in the history nor in the log: %s', async (_kind, error) => {
    const { failure, logged } = await translate(error);
    const history = JSON.stringify([failure, failure instanceof Error ? [failure.message, failure.cause] : failure]);
    expect(history).not.toMatch(/Ada|Lovelace|contoso|skiptoken/);
    expect(logged).toHaveLength(1);
    expect(
      JSON.stringify(logged.map(({ message, meta }) => [message, meta?.['frames'], meta?.['errorName']])),
    ).not.toMatch(/Ada|Lovelace|contoso|skiptoken/);
  });

  it('tells the operator where it happened', async () => {
    const { logged } = await translate(spoken);
    expect(logged[0]?.meta).toMatchObject({ errorName: 'Error', event: 'unknownError' });
    expect(String(logged[0]?.meta?.['frames'])).toContain('failures.test.ts');
  });
});

it('what Temporal itself says passes as it is', async () => {
  const cancelled = new CancelledFailure('cancelled');
  const ours = runFailure('interrupted');
  expect((await translate(cancelled)).failure).toBe(cancelled);
  expect((await translate(ours)).failure).toBe(ours);
});

it('a failure of ours ends its run, with what it is about as a detail', () => {
  expect(runFailure('listingIncomplete', REQUEST_ID)).toMatchObject({
    type: 'listingIncomplete',
    nonRetryable: true,
    details: [REQUEST_ID],
  });
});
