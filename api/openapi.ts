import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';

const DESCRIPTION = `Keeps an employee directory in step with Microsoft Entra ID, and shows why each person is, or is not, in it.

Every request under /api carries a key: \`Authorization: Bearer <key>\`. An operator's key sees all tenants, a tenant's key its own.
Lists come in pages: \`next\` is the cursor of the following one. Every refusal is a problem (RFC 9457) that says what to do.`;

/** The OpenAPI 3.1 document of all routes, made from the schemas that parse and type them. */
export function openApiDocument(
  app: OpenAPIHono<ApiEnv>,
  { version, publicUrl }: Pick<ApiDeps, 'version' | 'publicUrl'>,
) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Rollcall', version, description: DESCRIPTION },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
  });
}
