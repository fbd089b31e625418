import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const MEMBERS = '/v1.0/groups/*/transitiveMembers/*';
const MEMBERSHIPS = '/v1.0/users/*/transitiveMemberOf';
const LEFT_OUT = { path: MEMBERS, page: 'first', answer: { kind: 'shift', people: 3 } } as const;
const SMALL_PAGES = { largestPage: 5 } as const;

/** What goes wrong where only people of a group are imported. Everybody is in it, half of them through a group within. */
export const GROUPS: readonly FaultRow[] = [
  {
    fault: 'A chosen group was deleted',
    sends: '404 Request_ResourceNotFound',
    source: SOURCES.members,
    run: 'changes',
    scope: true,
    happens: (entra) => void entra.groups.delete('All'),
    does: { kind: 'fails', code: 'groupGone' },
  },
  {
    fault: 'Permission to read groups was taken back',
    sends: '403 Authorization_RequestDenied',
    source: SOURCES.members,
    run: 'full',
    scope: true,
    meets: [{ path: MEMBERS, answer: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } }],
    does: { kind: 'fails', code: 'groupsNotReadable' },
  },
  {
    fault: 'The chosen groups have no members',
    sends: '200 with an empty list',
    source: SOURCES.members,
    run: 'changes',
    scope: true,
    meets: [{ path: MEMBERS, answer: { kind: 'emptyListing' } }],
    does: { kind: 'fails', code: 'groupsEmpty' },
  },
  {
    fault: 'A page of members is cut short',
    sends: '200 with JSON that stops in the middle',
    source: SOURCES.errors,
    run: 'changes',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [{ path: MEMBERS, page: 'following', answer: { kind: 'cutJson' } }],
    does: { kind: 'retries', code: 'graphUnavailable' },
  },
  {
    fault: 'Members are asked for too often',
    sends: '429 with Retry-After: 7',
    source: SOURCES.throttling,
    run: 'full',
    scope: true,
    meets: [{ path: MEMBERS, answer: { kind: 'status', status: 429, code: 'TooManyRequests', retryAfter: '7' } }],
    does: { kind: 'waits', code: 'graphThrottled', ms: [7_000, 7_000] },
  },
  {
    fault: 'The page token of a list of members has expired',
    sends: '400 Directory_ExpiredPageToken',
    source: SOURCES.expiredPage,
    run: 'changes',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [{ path: MEMBERS, answer: { kind: 'expiredPageToken' } }],
    does: { kind: 'copes', how: 'begins with the first group again, at most five times a run' },
  },
  {
    fault: 'Every page token of a list of members has expired',
    sends: '400 Directory_ExpiredPageToken, whatever is tried',
    source: SOURCES.expiredPage,
    run: 'changes',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [{ path: MEMBERS, times: null, answer: { kind: 'expiredPageToken' } }],
    does: { kind: 'fails', code: 'listingKeepsRestarting' },
  },
  {
    fault: 'A link to more members leads to another host',
    sends: '200 with a nextLink of another origin',
    source: SOURCES.paging,
    run: 'changes',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [{ path: MEMBERS, answer: { kind: 'foreignNextLink' } }],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'Members shift while they are read, and some are on no page',
    sends: '200 with pages that leave three members out',
    source: SOURCES.members,
    run: 'full',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [LEFT_OUT],
    does: { kind: 'copes', how: 'asks of each who was left out what groups they are in, and keeps them' },
  },
  {
    fault: 'Nobody can tell whether somebody has left the groups',
    sends: '200 with pages that leave three members out, then 500 in /$batch about their groups',
    source: SOURCES.memberships,
    run: 'changes',
    scope: true,
    behaviour: SMALL_PAGES,
    meets: [LEFT_OUT, { path: MEMBERSHIPS, times: null, answer: { kind: 'status', status: 500 } }],
    does: { kind: 'copes', how: 'keeps whom it cannot tell of (reason `unknown`); the next full run asks again' },
  },
];
