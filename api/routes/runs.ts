import { createRoute } from '@hono/zod-openapi';
import { listPreviewChanges } from '../../db/list-preview-changes.ts';
import { listRunChanges } from '../../db/list-run-changes.ts';
import { listRuns } from '../../db/list-runs.ts';
import type { ApiDeps } from '../api-deps.ts';
import { describeRun } from '../describe.ts';
import { findRun } from '../runs/find-run.ts';
import { noBody } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { findTenant } from '../require-status.ts';
import { retryRun } from '../runs/retry-run.ts';
import { json, problems } from '../route-parts.ts';
import { listOf, NoQuery } from '../schemas/list.schema.ts';
import { RunPath, TenantPath } from '../schemas/path.schema.ts';
import { ChangesQuery, RunChange } from '../schemas/run-change.schema.ts';
import { Requested, RunsQuery, SyncRun } from '../schemas/sync-run.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log' | 'temporal'>;

const tags = ['Runs'];

const list = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/runs',
  operationId: 'listRuns',
  summary: 'List sync runs, the newest first',
  tags,
  request: { params: TenantPath, query: RunsQuery },
  responses: { 200: { description: 'A page of runs.', content: json(listOf(SyncRun)) }, ...problems(404) },
});

const show = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/runs/{runId}',
  operationId: 'getRun',
  summary: 'Read a run, with its progress',
  tags,
  request: { params: RunPath, query: NoQuery },
  responses: { 200: { description: 'The run.', content: json(SyncRun) }, ...problems(404) },
});

const changes = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/runs/{runId}/changes',
  operationId: 'listRunChanges',
  summary: 'List what a run did, person by person, and why',
  description:
    'Of a held run also what it would do, and of a preview what saving would do; of a preview and of the newest full run also who was skipped: object id and reason, since nothing else is kept of them.',
  tags,
  request: { params: RunPath, query: ChangesQuery },
  responses: { 200: { description: 'A page of changes.', content: json(listOf(RunChange)) }, ...problems(404) },
});

const retry = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/runs/{runId}/retry',
  operationId: 'retryRun',
  summary: 'Run again what failed or was cancelled',
  tags,
  middleware: [noBody] as const,
  request: { params: RunPath, query: NoQuery },
  responses: { 202: { description: 'Asked for.', content: json(Requested) }, ...problems(404, 409) },
});

export const runRoutes = ({ temporal, ...deps }: Deps) =>
  newApp()
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const wanted = c.req.valid('query');
      const { items, next } = await deps.db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return listRuns(id, tx, wanted);
      });
      return c.json({ items: items.map((run) => describeRun(run, id, temporal)), next }, 200);
    })
    .openapi(show, async (c) => {
      const { id, runId } = c.req.valid('param');
      const run = await deps.db.inTransaction(id, (tx) => findRun(id, tx, runId));
      return c.json(describeRun(run, id, temporal), 200);
    })
    .openapi(changes, async (c) => {
      const { id, runId } = c.req.valid('param');
      const wanted = c.req.valid('query');
      const { items, next } = await deps.db.inTransaction(id, async (tx) => {
        const { kind } = await findRun(id, tx, runId);
        const list = kind === 'preview' ? listPreviewChanges : listRunChanges;
        return list(id, tx, runId, wanted);
      });
      const described = items.map(({ employeeId, ...change }) => ({ ...change, ...(employeeId && { employeeId }) }));
      return c.json({ items: described, next }, 200);
    })
    .openapi(retry, async (c) => {
      const { id, runId } = c.req.valid('param');
      return c.json({ requestId: await retryRun(deps, id, runId) }, 202);
    });
