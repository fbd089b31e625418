import type { Child, FC } from 'hono/jsx';

/** A button that changes a form and saves nothing: it sends the form, whose page is shown anew at the place `at`. */
export const EditButton: FC<{
  /** The address of the page. */
  readonly own: string;
  readonly at: string;
  /** The word that is sent, and behind a colon what it is about. */
  readonly press: string;
  /** Said instead of the label, where several buttons have the same one. */
  readonly says?: string;
  readonly children?: Child;
}> = ({ own, at, press, says, children }) => (
  <button
    class="btn btn-sm"
    name="do"
    value={press}
    formaction={`${own}#${at}`}
    {...(says !== undefined && { 'aria-label': says })}
  >
    {children}
  </button>
);
