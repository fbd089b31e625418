import type { OpenAPIHono } from '@hono/zod-openapi';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { answerError, answerProblem } from './answer-error.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';
import { authenticate, forgetTypeOfNothing, limitBody, ownTenantOnly, refuseBrokenText } from './guards.ts';
import { logRequests } from './log-requests.ts';
import { newApp } from './new-app.ts';
import { noticeLeaving } from './notice-leaving.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoutes } from './pages/pages.tsx';
import { nothingHere, ProblemError } from './problem-error.ts';
import { createRequestCounter, type RequestCounter } from './request-counter.ts';
import { adminRoutes } from './routes/admins.ts';
import { approvalRoutes } from './routes/approval.ts';
import { connectivityRoutes } from './routes/connectivity.ts';
import { docsRoutes } from './routes/docs.ts';
import { employeeRoutes } from './routes/employees.ts';
import { exampleRoutes } from './routes/examples.ts';
import { explanationRoutes } from './routes/explanations.ts';
import { fieldRoutes } from './routes/fields.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { integrationRoutes } from './routes/integration.ts';
import { keyRoutes } from './routes/keys.ts';
import { linkRoutes } from './routes/link.ts';
import { kindRoutes } from './routes/kind.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { photoRoutes } from './routes/photo.ts';
import { pinRoutes } from './routes/pin.ts';
import { previewDuplicateRoutes } from './routes/preview-duplicates.ts';
import { previewRoutes } from './routes/preview.ts';
import { runRoutes } from './routes/runs.ts';
import { syncRoutes } from './routes/sync.ts';
import { tenantRoutes } from './routes/tenants.ts';
import { valueRoutes } from './routes/values.ts';

/** Rollcall's HTTP API: everything that answers, and nothing that listens. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { log, publicUrl } = deps;
  const requests = createRequestCounter();
  const app = newApp();
  app.onError(answerError(deps));
  app.notFound((c) => answerProblem(c, nothingHere(), publicUrl));
  guard(app, deps, requests);
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  for (const routes of [
    ...[tenantRoutes(deps), integrationRoutes(deps), fieldRoutes(deps), connectivityRoutes(deps), groupRoutes(deps)],
    ...[exampleRoutes(deps), linkRoutes(deps), previewRoutes(deps), adminRoutes(deps)],
    ...[syncRoutes(deps), runRoutes(deps), previewDuplicateRoutes(deps), approvalRoutes(deps)],
    ...[employeeRoutes(deps), photoRoutes(deps), pinRoutes(deps), kindRoutes(deps), valueRoutes(deps), keyRoutes(deps)],
    explanationRoutes(deps),
    ...[healthRoutes(deps), metricsRoutes(deps, requests)],
  ]) {
    app.route('/', routes);
  }
  app.get('/openapi.json', (c) => c.json(openApiDocument(app, deps)));
  app.route('/', docsRoutes());
  app.route('/', pageRoutes(deps));
  log.debug({ event: 'routes', count: app.routes.length });
  return app;
}

/** What every request passes before a route sees it, from the outside in. */
function guard(app: OpenAPIHono<ApiEnv>, deps: ApiDeps, requests: RequestCounter): void {
  const { log, newId, publicUrl } = deps;
  app.use(requestId({ generator: newId }));
  app.use(logRequests(log, requests));
  app.use(noticeLeaving);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=15552000' : false,
      overwrite: false, // pages have their own
    }),
  );
  app.use(
    methodNotAllowed<ApiEnv>({
      app,
      onMethodNotAllowed: (c, methods) =>
        answerProblem(
          c,
          new ProblemError('methodNotAllowed', `${c.req.method} is not offered here.`, {
            remedy: `Use ${methods.join(', ')}.`,
            headers: { Allow: methods.join(', ') },
          }),
          publicUrl,
        ),
    }),
  );
  app.use('/api/*', async function storeOnlyWhatIsMeantTo(c, next) {
    await next();
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  });
  app.use('/api/*', authenticate(deps));
  app.use('/api/tenants/:id/*', ownTenantOnly);
  app.use('/api/*', limitBody, forgetTypeOfNothing, refuseBrokenText);
}
