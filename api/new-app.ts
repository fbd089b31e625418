import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.ts';
import { refuseInvalid, type Refuse } from './refuse-invalid.ts';

/** An app, or a part of one, that refuses what does not fit its schemas in this way. */
export const newApp = (refuse: Refuse = refuseInvalid): OpenAPIHono<ApiEnv> =>
  new OpenAPIHono<ApiEnv>({ defaultHook: refuse });
