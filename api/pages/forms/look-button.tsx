import type { FC } from 'hono/jsx';

/**
 * What Enter does in a field of a form: the page is shown anew with what was understood, and nothing is saved. A browser
 * presses the first button of a form, so this one stands before all others.
 */
export const LookButton: FC<{ readonly form: string }> = ({ form }) => (
  <button class="visually-hidden" form={form} name="do" value="look" tabindex={-1}>
    Show what is understood
  </button>
);
