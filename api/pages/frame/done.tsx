import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { withQuery } from '../addresses/with-query.ts';

/** What was just done, said on the page that one is led to. The address holds the word, and never a text. */
const SENTENCES = {
  onboarded: 'Onboarded. Its first sync starts by itself.',
  waitsForAdmin: 'Made. It waits for its admin to link a directory.',
  sync: 'Asked for. The sync starts at once, or after the one that is going.',
  pause: 'Paused. A run that is going stops at its next page.',
  resume: 'Resumed. What is due starts at once.',
  linked: 'Linked. Rollcall reads this directory from now on; saving the settings starts the sync.',
  unlink: 'Unlinked. The sync stops, and the people stay.',
  retry: 'Asked for. It is run again at once, or after the run that is going.',
  approve: 'Approved. Each person is asked for once more, then whoever is really gone is removed.',
  reject: 'Rejected. Nobody is removed; the next sync looks anew, and asks again where it has to.',
  restore: 'Restored, and kept from now on: no sync removes this person again until you leave them to Entra again.',
  pin: 'Kept. No sync removes this person until you leave them to Entra again.',
  unpin: 'Left to Entra again. The next sync asks for this person and goes by the answer.',
  savedSyncs: 'Saved. Syncing now.',
  savedPaused: 'Saved. The sync follows when the tenant is resumed.',
  savedUnlinked: 'Saved. The sync starts when a directory is linked and the integration settings are saved once more.',
  savedInactive: 'Saved. The sync starts when the integration settings are saved.',
  saved: 'Saved. Nothing that a sync would bring has changed, so none is needed.',
  kind: 'Said. It holds at once, and in every run until it is given back.',
  kindGivenBack: 'Left to Entra again: the person is of the kind that Entra shows.',
  valueSet: 'Set by hand. No sync changes this value until you give it back.',
  valueGivenBack: 'Given back. The value is Entra’s again.',
  adminRemoved: 'Removed. Nobody is signed in with that account any more.',
  keyRemoved: 'Taken back. Whoever uses that key is refused from now on.',
  offboard: 'It is being off-boarded: its sync stops, then all that is stored of it is erased.',
} as const;
export type Done = keyof typeof SENTENCES;

/** `rest`: what else the address is to say. */
export const doneAddress = (path: string, done: Done, rest: Readonly<Record<string, string>> = {}): string =>
  withQuery(path, { done, ...rest });

export const DoneNote: FC<{ readonly c: Context }> = ({ c }) => {
  const done = c.req.query('done') ?? '';
  if (!isDone(done)) return <></>;
  return (
    <p class="alert alert-success" role="status">
      {SENTENCES[done]}
    </p>
  );
};

const isDone = (text: string): text is Done => Object.hasOwn(SENTENCES, text);
