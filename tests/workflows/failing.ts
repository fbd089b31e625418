import { ApplicationFailure } from '@temporalio/common';
import { FAILURES, type FailureCode } from '../../sync/failure.ts';

/** A failure as activities throw it: its type is our code, its message our sentence. */
export const failing = (code: FailureCode, about: Partial<Parameters<typeof ApplicationFailure.create>[0]> = {}) =>
  ApplicationFailure.create({ type: code, message: FAILURES[code].message, nonRetryable: true, ...about });
