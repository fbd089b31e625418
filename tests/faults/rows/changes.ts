import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const CHANGES = '/v1.0/users/delta';
const EVERYBODY = { kind: 'readsEverybody', reason: 'watermarkExpired' } as const;
const expired = (status: 400 | 404 | 410, code: string, location = false) =>
  [{ path: CHANGES, answer: { kind: 'expiredDelta', status, code, location } }] as const;

/** What goes wrong while changes are read. */
export const CHANGES_ROWS: readonly FaultRow[] = [
  {
    fault: 'The directory offers no changes, and a field shows the manager',
    sends: '400 Request_UnsupportedQuery to /users/delta, as B2C and External ID answer',
    source: SOURCES.delta,
    run: 'full',
    managers: true,
    meets: [{ path: CHANGES, answer: { kind: 'status', status: 400, code: 'Request_UnsupportedQuery' } }],
    does: { kind: 'fails', code: 'changesNotOffered' },
  },
  ...(
    [
      ['The place is gone', 410, 'syncStateNotFound'],
      ['The place is gone, in another spelling', 400, 'SyncStateNotFound'],
      ['The place is gone, and Graph wants a new start', 410, 'resyncRequired'],
      ['A new start is wanted, under another status', 404, 'ResyncRequired'],
      ['Differences are to be applied', 410, 'resyncApplyDifferences'],
      ['Differences are to be uploaded', 410, 'resyncUploadDifferences'],
      ['The place is gone, under a code that nobody documents', 410, 'Gone'],
    ] as const
  ).map(([fault, status, code]): FaultRow => ({
    fault,
    sends: `${status} ${code}`,
    source: SOURCES.delta,
    run: 'changes',
    meets: expired(status, code),
    does: EVERYBODY,
  })),
  {
    fault: 'The place is gone, and only the inner error says so',
    sends: '400 generalException with an innerError of resyncRequired',
    source: SOURCES.errors,
    run: 'changes',
    meets: [
      {
        path: CHANGES,
        answer: { kind: 'status', status: 400, code: 'generalException', innerCode: 'resyncRequired' },
      },
    ],
    does: EVERYBODY,
  },
  {
    fault: 'The place is gone, and Graph names another',
    sends: '410 syncStateNotFound with Location',
    source: SOURCES.delta,
    run: 'changes',
    meets: expired(410, 'syncStateNotFound', true),
    does: EVERYBODY,
  },
  {
    fault: 'The place is older than seven days',
    sends: '410 to a token that has outlived its time',
    source: SOURCES.tokenLife,
    run: 'changes',
    behaviour: { deltaTokenDays: 1e-9 },
    does: EVERYBODY,
  },
  {
    fault: 'A page of changes is no longer known',
    sends: '410 syncStateNotFound on the second page',
    source: SOURCES.delta,
    run: 'changes',
    behaviour: { deltaPageSize: 1 },
    meets: [{ path: CHANGES, skip: 1, answer: { kind: 'expiredDelta' } }],
    does: { kind: 'startsAgain', how: 'begins the changes again where the last run ended, and counts nobody twice' },
  },
  {
    fault: 'The same people come on several pages',
    sends: 'everybody of a page once more on the next',
    source: SOURCES.delta,
    run: 'changes',
    behaviour: { deltaPageSize: 1, deltaRepeats: true },
    does: { kind: 'copes', how: 'counts and writes each person once' },
  },
  {
    fault: 'An old removal is told again after the person came back',
    sends: '@removed of somebody who is there',
    source: SOURCES.replays,
    run: 'changes',
    behaviour: { deltaReplays: true },
    happens(entra) {
      entra.leave('Person 005');
      entra.restore('Person 005');
    },
    does: { kind: 'copes', how: 'asks for the person by id, who is there and stays' },
  },
  {
    fault: 'A page of changes without people',
    sends: '200 with an empty list and a nextLink',
    source: SOURCES.delta,
    run: 'changes',
    meets: [{ path: CHANGES, times: 2, answer: { kind: 'emptyPage' } }],
    does: { kind: 'copes', how: 'follows the links to their end' },
  },
  {
    fault: 'Changes without an end',
    sends: '200 with an empty list and a new nextLink, ten thousand times',
    source: SOURCES.delta,
    run: 'changes',
    pagesBefore: 10_000,
    meets: [{ path: CHANGES, times: null, answer: { kind: 'emptyPage' } }],
    does: { kind: 'readsEverybody', reason: 'changesEndless' },
  },
  {
    fault: 'A person comes as a mere id',
    sends: 'an item with id and nothing else',
    source: SOURCES.blankItem,
    run: 'changes',
    happens: (entra) => void entra.change('Person 001', { blankInDelta: true }),
    does: { kind: 'copes', how: 'reads that person by id' },
  },
  {
    fault: 'People come as ids and nulls for one page only',
    sends: '200 with people of id and nulls; by id they can be read',
    source: SOURCES.limited,
    run: 'changes',
    meets: [{ path: CHANGES, answer: { kind: 'idAndNulls' } }],
    does: { kind: 'copes', how: 'reads them by id, and never takes a null for a cleared value' },
  },
  {
    fault: 'A change comes without an id',
    sends: '200 with an item that has no id',
    source: SOURCES.delta,
    run: 'changes',
    meets: [{ path: CHANGES, answer: { kind: 'withoutId' } }],
    // The place is not moved, so that the next run reads the same changes; the one of the day reads everybody.
    does: { kind: 'fails', code: 'personWithoutId', also: 'Everybody else is read and written.' },
  },
  {
    fault: 'A change comes without an id before everybody is read',
    sends: '200 with an item that has no id',
    source: SOURCES.delta,
    run: 'full',
    meets: [{ path: CHANGES, answer: { kind: 'withoutId' } }],
    does: { kind: 'copes', how: 'reads everybody, whoever it was among them' },
  },
  {
    fault: 'Changes lead to another host',
    sends: 'a nextLink to https://graph.attacker.example',
    source: SOURCES.delta,
    run: 'changes',
    behaviour: { deltaPageSize: 1 },
    meets: [{ path: CHANGES, answer: { kind: 'foreignNextLink' } }],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'The place where the next run begins is on another host',
    sends: 'a deltaLink to https://graph.attacker.example',
    source: SOURCES.delta,
    run: 'changes',
    meets: [{ path: CHANGES, answer: { kind: 'foreignNextLink' } }],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'A directory that has no changes to read',
    sends: '400 Request_UnsupportedQuery to /users/delta',
    source: SOURCES.userDelta,
    run: 'first',
    meets: [{ path: CHANGES, times: null, answer: { kind: 'status', status: 400, code: 'Request_UnsupportedQuery' } }],
    does: { kind: 'copes', how: 'reads everybody each time' },
  },
  {
    fault: 'Changes are repeated and told again, on several pages',
    sends: 'repeats, old removals and old items in one round',
    source: SOURCES.delta,
    run: 'changes',
    behaviour: { deltaRepeats: true, deltaReplays: true, deltaPageSize: 2 },
    does: { kind: 'copes', how: 'counts each person once, and asks by id for whom Graph called removed' },
  },
];
