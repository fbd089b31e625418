import { getConnInfo } from '@hono/node-server/conninfo';
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as z from 'zod';
import { countForMetrics } from '../../db/across-tenants/count-for-metrics.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { ApiEnv } from '../api-env.ts';
import { callerOf } from '../access/caller-of.ts';
import { newApp } from '../new-app.ts';
import { ProblemError } from '../problem-error.ts';
import { prometheusText } from '../prometheus-text.ts';
import type { RequestCounter } from '../request-counter.ts';
import { problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'operatorKey' | 'version'>;

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  summary: 'Metrics for Prometheus',
  description: 'Counts only. Without a key on the loopback; from elsewhere, or through a proxy, with an operator’s.',
  tags: ['Health'],
  request: { query: NoQuery },
  responses: {
    200: { description: 'Prometheus’ text format.', content: { 'text/plain': { schema: z.string() } } },
    ...problems(403),
  },
});

export const metricsRoutes = (deps: Deps, requests: RequestCounter) =>
  newApp().openapi(metrics, async (c) => {
    if (!comesFromLoopback(c)) {
      const { kind } = await callerOf(deps, c.req.header('Authorization'));
      if (kind !== 'operator') throw new ProblemError('operatorOnly', 'A tenant’s key may not read metrics.');
    }
    const { tenants, messagesWaiting, ownCredentialRefused } = await deps.db.acrossTenants(countForMetrics);
    return c.text(
      prometheusText([
        {
          name: 'rollcall_build_info',
          type: 'gauge',
          help: 'Which version runs.',
          samples: [{ labels: { version: deps.version }, value: 1 }],
        },
        {
          name: 'rollcall_http_requests_total',
          type: 'counter',
          help: 'Requests answered since the start of this process.',
          samples: requests.all().map(({ method, route, status, requests: value }) => ({
            labels: { method, route, status: String(status) },
            value,
          })),
        },
        {
          name: 'rollcall_tenants',
          type: 'gauge',
          help: 'Tenants by status.',
          samples: Object.entries(tenants).map(([status, value]) => ({ labels: { status }, value })),
        },
        {
          name: 'rollcall_messages_waiting',
          type: 'gauge',
          help: 'Messages to workflows that Temporal has not taken yet.',
          samples: [{ labels: {}, value: messagesWaiting }],
        },
        {
          name: 'rollcall_own_credential_refused',
          type: 'gauge',
          help: 'Whether Microsoft refuses our own secret or certificate, which stops every sync.',
          samples: [{ labels: {}, value: ownCredentialRefused ? 1 : 0 }],
        },
      ]),
      200,
    );
  });

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** A proxy on this machine speaks for somebody else, and says so. */
function comesFromLoopback(c: Context<ApiEnv>): boolean {
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => c.req.header(name) !== undefined);
  if (forwarded || c.env?.incoming === undefined) return false;
  return LOOPBACK.test(getConnInfo(c).remote.address ?? '');
}
