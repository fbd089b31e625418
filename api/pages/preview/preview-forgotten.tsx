import type { FC } from 'hono/jsx';

/** In place of a preview that the address asks for and that is not there any more: what was written went with it. */
export const PreviewForgotten: FC = () => (
  <p class="alert alert-warning" role="alert">
    This preview is forgotten, and what was written went with it: previews are kept for a day, the newest five of them.
    Below is what is saved.
  </p>
);
