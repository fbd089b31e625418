import type { HttpBindings } from '@hono/node-server';
import type { TenantId } from '../sync/ids.ts';

/** Who asks, as the key said. */
export type Caller = { readonly kind: 'operator' } | { readonly kind: 'tenant'; readonly tenantId: TenantId };

/** What travels with a request: set by api/create-app.ts before any route of /api sees it. */
export type ApiEnv = {
  /** Absent where the app is asked without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; caller: Caller };
};
