import type { Measured } from './measure-listing.ts';

type Check = { readonly name: 'looksLike'; readonly ok: true; readonly detail: string };

/**
 * Says how many would be imported who only look like a mailbox or a room, and how to know. None where nobody does: it is a
 * hint, and decides nothing.
 */
export function suspicionChecks({ suspects }: Pick<Measured, 'suspects'>): readonly Check[] {
  const { sharedMailbox, room, equipment } = suspects;
  const found = [
    ...countOf(sharedMailbox, 'a shared mailbox', 'shared mailboxes'),
    ...countOf(room, 'a room', 'rooms'),
    ...countOf(equipment, 'equipment', 'equipment'),
  ];
  if (found.length === 0) return [];
  const detail = `Of those who match, ${new Intl.ListFormat('en').format(found)}. ${HOW_TO_KNOW}`;
  return [{ name: 'looksLike', ok: true, detail }];
}

const HOW_TO_KNOW =
  'They are imported, since this is a guess. MailboxSettings.Read would tell; the kind of one person can be set by hand.';

const countOf = (count: number, one: string, more: string): readonly string[] => {
  if (count === 0) return [];
  return [count === 1 ? `1 looks like ${one}` : `${count} look like ${more}`];
};
