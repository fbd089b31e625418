import { createRoute } from '@hono/zod-openapi';
import { listPreviewDuplicates } from '../../db/list-preview-duplicates.ts';
import type { EmployeeId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
import { ProblemError } from '../problem-error.ts';
import { json, problems } from '../route-parts.ts';
import { findRun } from '../runs/find-run.ts';
import { listOf, ListQuery } from '../schemas/list.schema.ts';
import { RunPath } from '../schemas/path.schema.ts';
import { PreviewDuplicate } from '../schemas/preview-duplicate.schema.ts';

const list = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/runs/{runId}/duplicates',
  operationId: 'listPreviewDuplicates',
  summary: 'List who would become a duplicate by a preview, and who holds the address',
  description:
    'As it was at the time of the preview, by name; kept as long as the preview. 404 for a run that is none.',
  tags: ['Runs'],
  request: { params: RunPath, query: ListQuery },
  responses: { 200: { description: 'A page of people.', content: json(listOf(PreviewDuplicate)) }, ...problems(404) },
});

export const previewDuplicateRoutes = ({ db }: Pick<ApiDeps, 'db'>) =>
  newApp().openapi(list, async (c) => {
    const { id, runId } = c.req.valid('param');
    const wanted = c.req.valid('query');
    const { items, next } = await db.inTransaction(id, async (tx) => {
      const { kind } = await findRun(id, tx, runId);
      if (kind === 'preview') return listPreviewDuplicates(id, tx, runId, wanted);
      throw new ProblemError('notFound', `Run ${runId} is no preview, and keeps no such list.`, {
        remedy: 'Who is a duplicate now is listed by employees?status=duplicate.',
      });
    });
    return c.json({ items: items.map(({ heldBy, ...who }) => ({ ...named(who), heldBy: named(heldBy) })), next }, 200);
  });

const named = <Who extends { readonly employeeId: EmployeeId | null }>({ employeeId, ...who }: Who) => ({
  ...who,
  ...(employeeId && { employeeId }),
});
