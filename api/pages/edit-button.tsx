import type { Child, FC } from 'hono/jsx';

/**
 * A button that changes a form and saves nothing. It sends the form, whose page is shown anew at the place `at`; with a
 * script that part alone is exchanged, and the keyboard stays where it was.
 */
export const EditButton: FC<{
  /** The address of the page. */
  readonly own: string;
  readonly at: string;
  /** The word that is sent, and behind a colon what it is about. */
  readonly press: string;
  /** Said instead of the label, where several buttons have the same one. */
  readonly says?: string;
  readonly off?: boolean;
  readonly children?: Child;
}> = ({ own, at, press, says, off = false, children }) => (
  <button
    class="btn btn-sm"
    id={`do-${press.replaceAll(/[^A-Za-z0-9]+/g, '-')}`}
    name="do"
    value={press}
    formaction={`${own}#${at}`}
    {...(says !== undefined && { 'aria-label': says })}
    disabled={off}
  >
    {children}
  </button>
);
