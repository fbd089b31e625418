import type { Directory } from '../../../emulator/directory/directory.ts';
import type { FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

const PURPOSE = '/v1.0/users/*/mailboxSettings/userPurpose';
const ROOMS = '/v1.0/places/microsoft.graph.room';
const LETS_IN = 'lets in whom it cannot tell from a mailbox, and keeps what it was told before';

/** Somebody without a licence has an address: that may be a mailbox, so Exchange is asked. */
const mayAsk = (permission: 'MailboxSettings.Read' | 'Place.Read.All') => (entra: Directory) => {
  entra.setConsent('granted', ['User.Read.All', 'Organization.Read.All', permission]);
  entra.change('Person 003', { properties: { assignedLicenses: [] } });
};

/** What goes wrong where it is asked whether somebody is a shared mailbox or a room: it decorates, and stops no run. */
export const MAILBOXES: readonly FaultRow[] = [
  {
    fault: 'Somebody has no mailbox that Exchange keeps',
    sends: '200 to /$batch with a part that says 404 MailboxNotEnabledForRESTAPI',
    source: SOURCES.mailboxes,
    run: 'full',
    happens: mayAsk('MailboxSettings.Read'),
    meets: [{ path: PURPOSE, answer: { kind: 'status', status: 404, code: 'MailboxNotEnabledForRESTAPI' } }],
    // one update more: what the kind of person goes by is an answer now
    does: { kind: 'copes', how: 'takes that for an answer: it is no shared mailbox', counts: { updated: 2 } },
  },
  ...(
    [
      ['A mailbox is closed to us', 403, 'ErrorAccessDenied', SOURCES.closedMailboxes],
      ['A mailbox is on a server of the customer’s', 403, 'extensionError', SOURCES.errors],
      ['Exchange is not available', 503, 'serviceNotAvailable', SOURCES.mailboxes],
      ['Mailboxes are asked about too often', 429, 'ApplicationThrottled', SOURCES.limits],
    ] as const
  ).map(([fault, status, code, source]): FaultRow => ({
    fault,
    sends: `200 to /$batch with a part that says ${status} ${code}`,
    source,
    run: 'full',
    happens: mayAsk('MailboxSettings.Read'),
    meets: [{ path: PURPOSE, times: null, answer: { kind: 'status', status, code } }],
    does: { kind: 'copes', how: LETS_IN },
  })),
  ...(
    [
      ['The list of rooms may not be read', '403 ErrorAccessDenied', { kind: 'status', status: 403 }],
      ['The list of rooms is cut short', '200 with JSON that stops in the middle', { kind: 'cutJson' }],
    ] as const
  ).map(([fault, sends, answer]): FaultRow => ({
    fault,
    sends,
    source: SOURCES.places,
    run: 'full',
    happens: mayAsk('Place.Read.All'),
    meets: [{ path: ROOMS, times: null, answer }],
    does: { kind: 'copes', how: LETS_IN },
  })),
];
