import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const LISTING = '/v1.0/users';
const emptyPages = (times: number) => ({ path: LISTING, times, answer: { kind: 'emptyPage' } }) as const;

/** What goes wrong while everybody is read, page by page. */
export const PAGING: readonly FaultRow[] = [
  {
    fault: 'A page token has expired',
    sends: '400 Directory_ExpiredPageToken',
    source: SOURCES.expiredPage,
    run: 'full',
    meets: [emptyPages(1), { path: LISTING, answer: { kind: 'expiredPageToken' } }],
    does: { kind: 'startsAgain', how: 'begins the listing again, at most five times a run, and counts nobody twice' },
  },
  {
    fault: 'A page token has expired late in a listing',
    sends: '400 Directory_ExpiredPageToken on the third page',
    source: SOURCES.expiredPage,
    run: 'full',
    meets: [emptyPages(2), { path: LISTING, skip: 1, answer: { kind: 'expiredPageToken' } }],
    does: {
      kind: 'startsAgain',
      how: 'goes back one link; if that is no longer known either, begins the listing again',
    },
  },
  {
    fault: 'The link of a repeated request does not work',
    sends: '400 DirectoryPageTokenNotFoundException',
    source: SOURCES.paging,
    run: 'full',
    meets: [
      emptyPages(3),
      { path: LISTING, page: 'following', answer: { kind: 'cutJson' } },
      { path: LISTING, answer: { kind: 'retriedToken' } },
    ],
    does: { kind: 'startsAgain', how: 'goes back to the link before, whose answer is followed anew' },
  },
  {
    fault: 'Every page token has expired',
    sends: '400 Directory_ExpiredPageToken, whatever is tried',
    source: SOURCES.expiredPage,
    run: 'full',
    meets: [
      { path: LISTING, times: null, page: 'first', answer: { kind: 'emptyPage' } },
      { path: LISTING, times: null, answer: { kind: 'expiredPageToken' } },
    ],
    does: { kind: 'fails', code: 'listingKeepsRestarting' },
  },
  {
    fault: 'Pages without people',
    sends: '200 with an empty list and a nextLink, thrice',
    source: SOURCES.paging,
    run: 'full',
    meets: [emptyPages(3)],
    does: { kind: 'copes', how: 'follows the links to their end' },
  },
  {
    fault: 'A listing without an end',
    sends: '200 with an empty list and a new nextLink, ten thousand times',
    source: SOURCES.paging,
    run: 'first',
    pagesBefore: 10_000,
    meets: [{ path: LISTING, times: null, answer: { kind: 'emptyPage' } }],
    does: { kind: 'fails', code: 'listingEndless' },
  },
  {
    fault: 'A link to another host',
    sends: 'a nextLink to https://graph.attacker.example',
    source: SOURCES.paging,
    run: 'full',
    meets: [emptyPages(1), { path: LISTING, answer: { kind: 'foreignNextLink' } }],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'A link that hides another host behind Microsoft’s name',
    sends: 'a nextLink to https://graph.microsoft.com:x@graph.attacker.example',
    source: SOURCES.paging,
    run: 'full',
    meets: [
      emptyPages(1),
      {
        path: LISTING,
        answer: { kind: 'foreignNextLink', origin: 'https://graph.microsoft.com:x@graph.attacker.example' },
      },
    ],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'A link to this page itself',
    sends: 'the same nextLink again and again',
    source: SOURCES.paging,
    run: 'full',
    meets: [
      { path: LISTING, times: null, answer: { kind: 'emptyPage' } },
      { path: LISTING, times: null, answer: { kind: 'sameNextLink' } },
    ],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  {
    fault: 'People shift and come twice',
    sends: 'a second page that begins five people early',
    source: SOURCES.list,
    run: 'full',
    people: 1_005,
    meets: [{ path: LISTING, answer: { kind: 'shift', people: -5 } }],
    does: { kind: 'copes', how: 'counts each person once' },
  },
  {
    fault: 'People shift and do not come at all',
    sends: 'a second page that begins five people late',
    source: SOURCES.list,
    run: 'full',
    people: 1_005,
    meets: [{ path: LISTING, answer: { kind: 'shift', people: 5 } }],
    does: { kind: 'copes', how: 'asks for each of them by id, finds them there, and removes nobody' },
  },
  {
    fault: 'A listing that lacks many people who are still there',
    sends: 'a second page that begins 190 people late',
    source: SOURCES.list,
    run: 'full',
    people: 1_200,
    meets: [{ path: LISTING, answer: { kind: 'shift', people: 190 } }],
    does: { kind: 'fails', code: 'listingIncomplete' },
  },
  {
    fault: 'Somebody is listed without an id',
    sends: '200 with a person who has no id, each time',
    source: SOURCES.traverse,
    run: 'full',
    meets: [{ path: LISTING, times: null, answer: { kind: 'withoutId' } }],
    // Microsoft documents no such item; tried again for hours, it would keep everybody waiting. Who it is nobody knows,
    // so that whoever is absent may be meant: the listing is not complete, and no clean-up acts on it.
    does: {
      kind: 'fails',
      code: 'personWithoutId',
      also: 'Everybody else is read and written.',
      counts: { created: 1, updated: 1 },
    },
  },
  {
    fault: 'A listing without anybody',
    sends: '200 with an empty list and no link',
    source: SOURCES.list,
    run: 'full',
    meets: [{ path: LISTING, times: null, answer: { kind: 'emptyListing' } }],
    does: { kind: 'fails', code: 'listingIncomplete' },
  },
  {
    fault: 'A first listing without anybody',
    sends: '200 with an empty list and no link',
    source: SOURCES.list,
    run: 'first',
    meets: [{ path: LISTING, times: null, answer: { kind: 'emptyListing' } }],
    does: { kind: 'fails', code: 'listingIncomplete' },
  },
  {
    fault: 'So many properties are more than Graph gives at once',
    sends: '400 Request_BadRequest to a $select of more than 500 characters',
    source: SOURCES.longSelect,
    run: 'full',
    extensions: 12,
    behaviour: { selectCharacters: 500 },
    does: { kind: 'fails', code: 'tooManyFields' },
  },
  {
    fault: 'So many properties make the address of a request too long',
    sends: '414 to a $select of more than 500 characters',
    source: SOURCES.longAddress,
    run: 'full',
    extensions: 12,
    meets: [{ path: LISTING, page: 'first', answer: { kind: 'status', status: 414, code: 'Request_BadRequest' } }],
    does: { kind: 'fails', code: 'tooManyFields' },
  },
  {
    fault: 'A listing is sent elsewhere',
    sends: '302 with a Location on another host',
    source: SOURCES.paging,
    run: 'full',
    meets: [
      {
        path: LISTING,
        answer: { kind: 'status', status: 302, headers: { location: 'https://graph.attacker.example/v1.0/users' } },
      },
    ],
    does: { kind: 'fails', code: 'untrustedLink' },
  },
  ...(
    [
      ['The request is malformed', 400, 'Request_BadRequest'],
      ['The query is not supported', 400, 'Request_UnsupportedQuery'],
      ['The collection is not there', 404, 'Request_ResourceNotFound'],
      ['A property cannot be read in a listing', 501, 'NotImplemented'],
      ['The method is not allowed', 405, 'Request_BadRequest'],
      ['A status that nobody documents', 418, 'Teapot'],
    ] as const
  ).map(([fault, status, code]): FaultRow => ({
    fault,
    sends: `${status} ${code} to /users`,
    source: SOURCES.errors,
    run: 'full',
    meets: [{ path: LISTING, answer: { kind: 'status', status, code } }],
    does: { kind: 'fails', code: 'requestRefused' },
  })),
];
