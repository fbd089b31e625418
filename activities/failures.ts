import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { activityInfo, CancelledFailure, log } from '@temporalio/activity';
import { DatabaseUnavailableError } from '../db/errors.ts';
import { EntraError } from '../entra/entra-error.ts';
import { FAILURES, type FailureCode } from '../sync/failure.ts';

/** Tries before an error that we have no name for fails its run: a hiccup passes, a bug shows itself. */
const TRIES_OF_THE_UNKNOWN = 5;
/** Graph work waits minutes between its tries; once the database is back, it shall go on as soon as all else. */
const MOST_WAIT_FOR_DATABASE_MS = 30_000;
/** Waits that Microsoft names are kept to the letter so often; whoever is refused still then comes less and less often. */
const TRIES_AS_NAMED = 5;
const MOST_FLOOR_MS = 60_000;
/** No delay at all is to Temporal no retry at all: the run would fail because it may go on at once. */
const LEAST_DELAY_MS = 1;
/** It waits for the fix instead: were it to end, all that was asked of it would be forgotten. */
const WORKFLOW_THAT_WAITS = 'tenantSync';

/** A failure that ends its run, for a reason of ours. */
export function runFailure(code: FailureCode, detail?: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: code,
    message: sentence(code, detail),
    nonRetryable: true,
    ...(detail !== undefined && { details: [detail] }),
  });
}

/**
 * The failure that Temporal keeps for an error: its type is our code, its message our sentence with Microsoft's
 * request id. Texts of others never get here, since histories are read by many and kept for long.
 */
export function toApplicationFailure(err: unknown): Error {
  if (err instanceof ApplicationFailure || err instanceof CancelledFailure) return err;
  const { attempt, workflowType } = activityInfo();
  if (err instanceof EntraError) return fromEntra(err, attempt);
  if (err instanceof DatabaseUnavailableError) {
    log.warn(err.message, { event: 'databaseUnavailable', reason: err.reason });
    return ApplicationFailure.create({
      type: 'databaseUnavailable',
      message: sentence('databaseUnavailable'),
      nextRetryDelay: Math.min(1000 * 2 ** (attempt - 1), MOST_WAIT_FOR_DATABASE_MS),
    });
  }
  log.error('An activity met an error without a name.', { event: 'unknownError', ...traceOf(err) });
  return ApplicationFailure.create({
    type: 'unknown',
    message: sentence('unknown'),
    nonRetryable: workflowType !== WORKFLOW_THAT_WAITS && attempt >= TRIES_OF_THE_UNKNOWN,
  });
}

function fromEntra(err: EntraError, attempt: number): ApplicationFailure {
  const { code, requestId } = err;
  const kind = FAILURES[code].class;
  if (kind === 'ownCredential' || kind === 'bug') log.error(sentence(code, requestId), { event: code });
  return ApplicationFailure.create({
    type: code,
    message: sentence(code, requestId),
    nonRetryable: kind !== 'retry' && kind !== 'wait' && kind !== 'resync',
    ...(requestId !== undefined && { details: [requestId] }),
    ...(err.retryAfterMs !== undefined && { nextRetryDelay: Math.max(err.retryAfterMs, floorOf(attempt)) }),
    // Being asked to wait is no fault: it shall not count in Temporal's failure metrics.
    ...(kind === 'wait' && { category: ApplicationFailureCategory.BENIGN }),
  });
}

/** An endless "come back at once" shall cost Graph and Temporal a request a minute, not hundreds. */
const floorOf = (attempt: number): number =>
  attempt <= TRIES_AS_NAMED ? LEAST_DELAY_MS : Math.min(1000 * 2 ** (attempt - TRIES_AS_NAMED), MOST_FLOOR_MS);

const sentence = (code: FailureCode, requestId?: string): string =>
  requestId === undefined ? FAILURES[code].message : `${FAILURES[code].message} (Microsoft request id ${requestId})`;

/** Where it happened, without the message, of whatever lines: that may quote a person's data. */
function traceOf(err: unknown): Readonly<Record<string, unknown>> {
  if (!(err instanceof Error)) return { errorName: typeof err };
  const frames = (err.stack ?? '')
    .replace(err.message, '')
    .split('\n')
    .filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  return { errorName: err.name, frames };
}
