import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const ONE_PERSON = '/v1.0/users/*-*';
/** In each batch the person who is known to exist is asked for first. */
const control = { path: ONE_PERSON } as const;
const DELETED = '/v1.0/directory/deletedItems/*';
const candidate = { path: ONE_PERSON, skip: 1 } as const;

/** Who has left is asked for by id before anybody is removed. */
export const PROOF: readonly FaultRow[] = [
  ...(
    [
      ['The answer about somebody is refused', 403, 'Authorization_RequestDenied'],
      ['The answer about somebody is broken', 500, 'UnknownError'],
      ['The answer about somebody is not available', 503, 'serviceNotAvailable'],
      ['Somebody is not found in another sense', 404, 'itemNotFound'],
      ['The answer about somebody depends on another that failed', 424, 'FailedDependency'],
    ] as const
  ).map(([fault, status, code]): FaultRow => ({
    fault,
    sends: `200 to /$batch with a part that says ${status} ${code}`,
    source: SOURCES.batch,
    run: 'full',
    meets: [{ ...candidate, answer: { kind: 'status', status, code } }],
    does: { kind: 'keeps', unproven: 1 },
  })),
  {
    fault: 'The answer about somebody whom changes call removed is broken',
    sends: '200 to /$batch with a part that says 500 UnknownError, after @removed',
    source: SOURCES.batch,
    run: 'changes',
    meets: [{ ...candidate, answer: { kind: 'status', status: 500, code: 'UnknownError' } }],
    does: { kind: 'keeps', unproven: 1 },
  },
  {
    fault: 'A proxy says that somebody is not found',
    sends: '200 to /$batch with a part of 404 and HTML',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ ...candidate, answer: { kind: 'html', status: 404 } }],
    does: { kind: 'keeps', unproven: 1 },
  },
  {
    fault: 'Whoever is asked for by id is shown as id and nulls',
    sends: '200 to /$batch with parts of id and nulls',
    source: SOURCES.limited,
    run: 'full',
    people: 1_005,
    meets: [
      { path: '/v1.0/users', answer: { kind: 'shift', people: 5 } },
      { path: ONE_PERSON, times: null, answer: { kind: 'idAndNulls' } },
    ],
    does: { kind: 'keeps', unproven: 5, removed: 1 },
  },
  {
    fault: 'Somebody comes back while the run goes on',
    sends: '200 by id for somebody whom Graph called removed',
    source: SOURCES.deleted,
    run: 'changes',
    happens: (entra) => void entra.restore('Person 002'),
    does: { kind: 'copes', how: 'keeps who came back', counts: { removed: 0 } },
  },
  {
    fault: 'Nobody can be found, not even who is known to exist',
    sends: '200 to /$batch with 404 for everybody',
    source: SOURCES.batch,
    run: 'full',
    meets: [
      { ...control, answer: { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } },
      { path: DELETED, answer: { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } },
    ],
    does: { kind: 'keeps', unproven: 1 },
  },
  {
    fault: 'Nobody can be found by id, but the deleted items hold who left',
    sends: '200 to /$batch with 404 for everybody, then 200 for a deleted person',
    source: SOURCES.deleted,
    run: 'full',
    meets: [{ ...control, answer: { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } }],
    does: { kind: 'copes', how: 'takes the deleted items for proof' },
  },
  {
    fault: 'Nobody can be found by id, and the deleted items may not be read',
    sends: '200 to /$batch with 404 for everybody, then 403 Authorization_RequestDenied',
    source: SOURCES.deleted,
    run: 'full',
    meets: [
      { ...control, answer: { kind: 'status', status: 404, code: 'Request_ResourceNotFound' } },
      { path: DELETED, answer: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } },
    ],
    does: { kind: 'keeps', unproven: 1 },
  },
  {
    fault: 'Who is known to exist may not be read',
    sends: '200 to /$batch with 403 for everybody',
    source: SOURCES.batch,
    run: 'full',
    meets: [
      { path: ONE_PERSON, times: null, answer: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } },
    ],
    does: { kind: 'fails', code: 'permissionMissing' },
  },
  {
    fault: 'Consent is withdrawn before the proof',
    sends: '200 to /$batch with 401 Authorization_IdentityNotFound for everybody',
    source: SOURCES.authErrors,
    run: 'full',
    meets: [
      {
        path: ONE_PERSON,
        times: null,
        answer: { kind: 'status', status: 401, code: 'Authorization_IdentityNotFound' },
      },
    ],
    does: { kind: 'fails', code: 'consentWithdrawn' },
  },
  {
    fault: 'A batch is cut short',
    sends: '200 to /$batch with JSON that stops in the middle',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: '/v1.0/$batch', answer: { kind: 'cutJson' } }],
    does: { kind: 'retries', code: 'graphUnavailable' },
  },
  {
    fault: 'A batch is malformed',
    sends: '400 to /$batch',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: '/v1.0/$batch', answer: { kind: 'status', status: 400, code: 'BadRequest' } }],
    does: { kind: 'fails', code: 'requestRefused' },
  },
  {
    fault: 'A batch is lost with the connection',
    sends: 'a TCP reset instead of an answer to /$batch',
    source: SOURCES.batch,
    run: 'full',
    meets: [{ path: '/v1.0/$batch', answer: { kind: 'reset' } }],
    does: { kind: 'retries', code: 'graphUnavailable' },
  },
];
