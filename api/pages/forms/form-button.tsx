import type { Child, FC } from 'hono/jsx';
import { FormToken } from '../frame/frame.tsx';

/** A button that does one thing: a form of its own, so that it works without a script. */
export const FormButton: FC<{
  readonly action: string;
  readonly formToken: string;
  /** The page that it stands on, to come back to. */
  readonly back: string;
  /** Of the button; Tabler's own. */
  readonly look?: string;
  /** Said instead of the label, where several buttons have the same one. */
  readonly says?: string;
  /** Sent along with it. */
  readonly sends?: { readonly name: string; readonly value: string };
  readonly children?: Child;
}> = ({ action, formToken, back, look = '', says, sends, children }) => (
  <form method="post" action={action} class="inline-form">
    <FormToken value={formToken} />
    <input type="hidden" name="back" value={back} />
    {sends && <input type="hidden" {...sends} />}
    <button class={`btn ${look}`} {...(says !== undefined && { 'aria-label': says })}>
      {children}
    </button>
  </form>
);
