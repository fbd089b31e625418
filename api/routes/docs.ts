import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import { serveStatic } from '@hono/node-server/serve-static';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { Hono } from 'hono';
import type { ApiEnv } from '../api-env.ts';
import { PROBLEMS } from '../problems.ts';

/** Swagger UI's own files, from our own origin: nothing is loaded from elsewhere. */
const FILES = '/docs/files';
const folder = (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The page of /docs: what it may load is told to the browser, and no script stands within the page. */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false, // told by the whole app, where it is served over https
});

/** Pages about the API: the browsable description, and what each problem means. */
export function docsRoutes(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use('/docs', pageHeaders);
  app.use('/problems', pageHeaders);
  app.get('/docs', (c) => c.html(DOCS));
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get(`${FILES}/*`, serveStatic({ root: folder(), rewriteRequestPath: (path) => path.slice(FILES.length) }));
  app.get('/problems', (c) => c.html(PROBLEM_PAGE));
  return app;
}

const DOCS = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Rollcall API</title>
      <link rel="stylesheet" href="${FILES}/swagger-ui.css" />
      <link rel="icon" href="${FILES}/favicon-32x32.png" />
    </head>
    <body>
      <div id="docs"></div>
      <script src="${FILES}/swagger-ui-bundle.js"></script>
      <script src="/docs/start.js"></script>
    </body>
  </html>`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: 'none',
  defaultModelsExpandDepth: 0,
});
`;

const PROBLEM_PAGE = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>Problems of the Rollcall API</title>
    </head>
    <body>
      <h1>Problems</h1>
      <p>
        Every refusal is <code>application/problem+json</code> (RFC 9457): <code>code</code> is one of these,
        <code>detail</code> says what happened this time, <code>remedy</code> what to do.
      </p>
      <dl>
        ${Object.entries(PROBLEMS).map(
          ([code, { status, title }]) =>
            html`<dt id="${code}"><code>${code}</code> (${status})</dt>
              <dd>${title}.</dd>`,
        )}
      </dl>
    </body>
  </html>`;
