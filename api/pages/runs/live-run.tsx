import type { Child, FC } from 'hono/jsx';

/** People and counters move at this pace; whom a run changed is listed once it has ended. */
const ASK_EVERY = 'every 2s';
/** The part of the page that lists whom a run changed. */
export const CHANGES = 'changes';

type Props = {
  /** Of the page. */
  readonly own: string;
  readonly isGoing: boolean;
  /** Asked for by the part itself, and not with the whole page. */
  readonly isPart: boolean;
  readonly children?: Child;
};

/** What moves while a run is going. The answer that finds the run ended asks no more, and fetches the list beside it, once. */
export const LiveRun: FC<Props> = ({ own, isGoing, isPart, children }) => (
  <div id="run" {...(isGoing && { 'hx-get': own, 'hx-trigger': ASK_EVERY, ...only('run') })}>
    {children}
    {!isGoing && isPart && <div hidden hx-get={own} hx-trigger="load" {...only(CHANGES)}></div>}
  </div>
);

/** Of the page that is answered, this part takes the place of the same one here. */
const only = (id: string) => ({ 'hx-select': `#${id}`, 'hx-target': `#${id}`, 'hx-swap': 'outerHTML' });
