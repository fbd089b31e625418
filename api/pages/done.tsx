import type { Context } from 'hono';
import type { FC } from 'hono/jsx';

/** What was just done, said on the page that one is led to. The address holds the word, and never a text. */
const SENTENCES = {
  onboarded: 'Onboarded. Its first sync starts by itself.',
  waitsForAdmin: 'Made. It waits for its admin to link a directory.',
  sync: 'Asked for. The sync starts at once, or after the one that is going.',
  pause: 'Paused. A run that is going stops at its next page.',
  resume: 'Resumed. What is due starts at once.',
  linked: 'Linked. Rollcall reads this directory from now on; saving the settings starts the sync.',
  unlink: 'Unlinked. The sync stops, and the people stay.',
  offboard: 'It is being off-boarded: its sync stops, then all that is stored of it is erased.',
} as const;
export type Done = keyof typeof SENTENCES;

export const doneAddress = (path: string, done: Done): string => `${path}?done=${done}`;

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
