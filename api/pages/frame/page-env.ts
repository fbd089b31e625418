import type { HttpBindings } from '@hono/node-server';
import type { SessionOwner } from '../../../db/across-tenants/sessions.ts';
import type { Caller } from '../../api-env.ts';

/** Who looks at a page. */
export type Viewer =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'operator' }
  /** Of one tenant; who they are, and what they may do, is as Microsoft said it when they signed in. */
  | Extract<SessionOwner, { kind: 'admin' }>;

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What travels with the request of a page: set by api/pages/access/guards.ts before any page sees it. */
export type PageEnv = {
  /** Absent where the app is asked without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    caller: Caller | undefined;
    viewer: Viewer;
    /** What each form has to send back. */
    formToken: string;
  };
};
