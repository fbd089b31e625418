import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const LISTING = '/v1.0/users';
const PERSON = '/v1.0/users/*-*'; // a part of a batch: the path of one person
const backOff = { kind: 'waits', code: 'graphThrottled', ms: 'backOff' } as const;
const waits = (least: number, most = least) => ({ kind: 'waits', code: 'graphThrottled', ms: [least, most] }) as const;

/** Microsoft asks us to wait: never a fault, and never a removal. */
export const THROTTLING: readonly FaultRow[] = [
  {
    fault: 'Throttled, with whole seconds',
    sends: '429 TooManyRequests, Retry-After: 7',
    source: SOURCES.throttling,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, code: 'TooManyRequests', retryAfter: '7' } }],
    does: waits(7_000),
  },
  {
    fault: 'Throttled, with a fraction of a second',
    sends: '429, Retry-After: 2.128',
    source: SOURCES.throttling,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, code: 'TooManyRequests', retryAfter: '2.128' } }],
    does: waits(2_128),
  },
  {
    fault: 'Throttled until a date',
    sends: '429, Retry-After: <HTTP date>',
    source: SOURCES.http,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, retryAfterDateInSeconds: 60 } }],
    does: waits(50_000, 60_000),
  },
  {
    fault: 'Throttled until a date long gone',
    sends: '429, Retry-After: <HTTP date in the past>',
    source: SOURCES.http,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, retryAfter: 'Tue, 29 Oct 2024 16:56:32 GMT' } }],
    does: waits(1),
  },
  {
    fault: 'Throttled for longer than anybody waits',
    sends: '429, Retry-After: 86400000',
    source: SOURCES.http,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, retryAfter: '86400000' } }],
    does: waits(3_600_000),
  },
  {
    fault: 'Throttled without a time',
    sends: '429 without Retry-After',
    source: SOURCES.throttling,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, code: 'TooManyRequests' } }],
    does: backOff,
  },
  {
    fault: 'Throttled with a time that cannot be read',
    sends: '429, Retry-After: soon',
    source: SOURCES.http,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status: 429, retryAfter: 'soon' } }],
    does: backOff,
  },
  ...['activityLimitReached', 'throttledRequest', 'UnknownError', '', 'Authorization_RequestDenied'].map(
    (code): FaultRow => ({
      fault: `Throttled under another code (${code === '' ? 'none' : code})`,
      sends: `429 with code "${code}" and an empty message`,
      source: SOURCES.throttling,
      run: 'full',
      meets: [{ path: LISTING, answer: { kind: 'status', status: 429, code, retryAfter: '3' } }],
      does: waits(3_000),
    }),
  ),
  ...([503, 509] as const).map((status): FaultRow => ({
    fault: `Graph is not available until a time (${status})`,
    sends: `${status} with Retry-After: 9`,
    source: SOURCES.throttling,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status, code: 'serviceNotAvailable', retryAfter: '9' } }],
    does: waits(9_000),
  })),
  {
    fault: 'Throttled while changes are read',
    sends: '429 to /users/delta, Retry-After: 4',
    source: SOURCES.throttling,
    run: 'changes',
    meets: [{ path: '/v1.0/users/delta', answer: { kind: 'status', status: 429, retryAfter: '4' } }],
    does: waits(4_000),
  },
  {
    fault: 'Throttled at the check of the directory',
    sends: '429 to /organization, Retry-After: 4',
    source: SOURCES.throttling,
    run: 'full',
    meets: [{ path: '/v1.0/organization', answer: { kind: 'status', status: 429, retryAfter: '4' } }],
    does: waits(4_000),
  },
  {
    fault: 'Throttled on a whole batch',
    sends: '429 to /$batch, Retry-After: 5',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: '/v1.0/$batch', answer: { kind: 'status', status: 429, retryAfter: '5' } }],
    does: waits(5_000),
  },
  {
    fault: 'One part of a batch is throttled',
    sends: '200 to /$batch with a part that says 429, Retry-After: 6',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: PERSON, answer: { kind: 'status', status: 429, retryAfter: '6' } }],
    does: waits(6_000),
  },
  {
    fault: 'Parts of a batch are throttled for different times',
    sends: '200 to /$batch with parts that say 429, Retry-After: 2 and 8',
    source: SOURCES.batch,
    run: 'full',
    meets: [
      { path: PERSON, answer: { kind: 'status', status: 429, retryAfter: '2' } },
      { path: PERSON, answer: { kind: 'status', status: 429, retryAfter: '8' } },
    ],
    does: waits(8_000),
  },
  {
    fault: 'A part of a batch is throttled without a time',
    sends: '200 to /$batch with a part that says 429',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: PERSON, answer: { kind: 'status', status: 429 } }],
    does: backOff,
  },
  {
    fault: 'Throttled at the deleted items',
    sends: '200 to /$batch with 404 for everybody, then a part that says 429, Retry-After: 5',
    source: SOURCES.batch,
    run: 'full',
    meets: [
      { path: PERSON, times: 2, answer: { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } },
      { path: '/v1.0/directory/deletedItems/*', answer: { kind: 'status', status: 429, retryAfter: '5' } },
    ],
    does: waits(5_000),
  },
  {
    fault: 'Our app is throttled, whatever the tenant',
    sends: '429 with x-ms-throttle-scope: Application/…, Retry-After: 12',
    source: SOURCES.limits,
    run: 'full',
    meets: [
      {
        path: LISTING,
        answer: {
          kind: 'status',
          status: 429,
          retryAfter: '12',
          headers: { 'x-ms-throttle-scope': 'Application/ReadWrite/6b0fbd9c-2b4a-4a86-8f0d-3f8d2a1f6f5e' },
        },
      },
    ],
    does: { ...waits(12_000), also: 'So does every other tenant of the process.' },
  },
  {
    fault: 'The directory’s limit is nearly used up',
    sends: '200 with x-ms-throttle-limit-percentage of 0.8 and more',
    source: SOURCES.limits,
    run: 'full',
    behaviour: { throttling: true, resourceUnits: 12, deltaResourceUnits: 9 },
    does: { kind: 'copes', how: 'slows down until enough has come back, so that no 429 comes' },
  },
  {
    fault: 'The sign-in host is throttled',
    sends: '429 instead of a token, Retry-After: 11',
    source: SOURCES.grant,
    run: 'full',
    meets: [{ host: 'login', method: 'POST', answer: { kind: 'status', status: 429, retryAfter: '11' } }],
    does: waits(11_000),
  },
];
