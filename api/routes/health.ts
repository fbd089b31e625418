import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { alarmChecks } from '../alarm-checks.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
import { ProblemError } from '../problem-error.ts';
import { readiness } from '../readiness.ts';
import { json, problems } from '../route-parts.ts';
import { Check } from '../schemas/check.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';

const tags = ['Health'];
const security: Record<string, string[]>[] = []; // open to everybody: a probe has no key

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  summary: 'Whether the process lives',
  tags,
  security,
  request: { query: NoQuery },
  responses: { 200: { description: 'It does.', content: json(z.object({ ok: z.literal(true) })) }, ...problems() },
});

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  summary: 'Whether database and Temporal answer',
  description:
    'Also says whether Microsoft refuses Rollcall’s own credential. That stops every sync, but not the API: it stays ready.',
  tags,
  security,
  request: { query: NoQuery },
  responses: {
    200: {
      description: 'Both do.',
      content: json(z.object({ ready: z.literal(true), checks: z.array(Check).readonly() })),
    },
    ...problems(),
  },
});

export const healthRoutes = (deps: Pick<ApiDeps, 'db' | 'sync'>) =>
  newApp()
    .openapi(healthz, (c) => c.json({ ok: true as const }, 200))
    .openapi(readyz, async (c) => {
      const checks = await readiness(deps);
      const failed = checks.filter(({ ok }) => !ok);
      if (failed.length > 0) {
        const names = failed.map(({ name }) => name).join(' and ');
        throw new ProblemError('notReady', `Not ready: ${names}.`, { checks, headers: { 'Retry-After': '5' } });
      }
      return c.json({ ready: true as const, checks: [...checks, ...(await alarmChecks(deps))] }, 200);
    });
