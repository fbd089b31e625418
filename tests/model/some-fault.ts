import fc from 'fast-check';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';

/** `times`: some of them without an end, as far as an answer can be given for ever. */
const ERRORS: readonly FaultInput['answer'][] = [
  { kind: 'status', status: 429, code: 'TooManyRequests', retryAfterDateInSeconds: 900 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 403, code: 'Authorization_RequestDenied' },
  { kind: 'status', status: 404 },
  { kind: 'reset' },
  { kind: 'reset', when: 'midBody' },
  { kind: 'cutJson' },
  { kind: 'html' },
  { kind: 'emptyBody' },
  { kind: 'otherOrganization' },
  { kind: 'expiredPageToken' },
  { kind: 'retriedToken' },
  { kind: 'foreignNextLink' },
  { kind: 'emptyListing' },
  { kind: 'idAndNulls' },
  { kind: 'expiredDelta' },
  { kind: 'expiredDelta', status: 400, code: 'SyncStateNotFound' },
  { kind: 'expiredDelta', location: true },
];
const SHORT_LIVED: readonly FaultInput['answer'][] = [
  { kind: 'shift', people: -2 },
  { kind: 'shift', people: 1 },
  { kind: 'shift', people: 4 },
  { kind: 'emptyPage' },
  { kind: 'status', status: 429, retryAfter: '2' },
  { kind: 'status', status: 503, retryAfter: '2.128' },
];

const where = {
  host: fc.constant('graph' as const),
  path: fc.constantFrom(
    '/v1.0/users',
    '/v1.0/users/delta',
    '/v1.0/users*',
    '/v1.0/users/*-*',
    '/v1.0/groups*',
    '/v1.0/*',
  ),
  skip: fc.nat({ max: 3 }),
};
/** A fault of Graph's. */
export const fault: fc.Arbitrary<Omit<FaultInput, 'entraTenantId'>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ ...where, times: fc.constantFrom(1, 1, 2, 3, 7, null), answer: fc.constantFrom(...ERRORS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ...where, times: fc.constantFrom(1, 2, 3), answer: fc.constantFrom(...SHORT_LIVED) }),
  },
);

/** How the directory answers from now on. */
export const behaviour = fc.record(
  {
    largestPage: fc.constantFrom(1, 2, 5, 999),
    deltaPageSize: fc.constantFrom(1, 2, 5, 200),
    deltaLagMs: fc.constantFrom(0, 0, 7_200_000),
    deltaRepeats: fc.boolean(),
    deltaReplays: fc.boolean(),
    replicationLagMs: fc.constantFrom(0, 0, 5_400_000),
    disagreeingReplicas: fc.boolean(),
  },
  { requiredKeys: [] },
);
