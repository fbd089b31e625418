import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { decideRun } from '../runs/decide-run.ts';
import { describeRun } from '../describe.ts';
import { newApp } from '../new-app.ts';
import { json, problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { RunPath } from '../schemas/path.schema.ts';
import { Approval, SyncRun } from '../schemas/sync-run.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log' | 'temporal'>;

const decide = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/runs/{runId}/approval',
  operationId: 'decideRun',
  summary: 'Approve or reject a held clean-up',
  description:
    'Approved, exactly the stored list is removed, each person after being asked for once more. Rejected, it is dropped. The same decision again is harmless; another one is refused.',
  tags: ['Runs'],
  request: { params: RunPath, query: NoQuery, body: { content: json(Approval), required: true } },
  responses: { 202: { description: 'The decided run.', content: json(SyncRun) }, ...problems(404, 409, 413, 415) },
});

const DECISIONS = { approve: 'approved', reject: 'rejected' } as const;

export const approvalRoutes = ({ temporal, ...deps }: Deps) =>
  newApp().openapi(decide, async (c) => {
    const { id, runId } = c.req.valid('param');
    const decision = DECISIONS[c.req.valid('json').decision];
    return c.json(describeRun(await decideRun(deps, id, runId, decision), id, temporal), 202);
  });
