import type { FC } from 'hono/jsx';
import { numberText } from '../words/relative-time.ts';

/** How many people a rule leaves out now; nothing where no run has told it. */
export const LeftOut: FC<{ readonly people: number | undefined }> = ({ people }) =>
  people === undefined ? <></> : <span class="text-secondary">· leaves out {numberText(people)} now</span>;
