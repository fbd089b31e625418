import { Hono } from 'hono';
import type { RunId, TenantId } from '../../../sync/ids.ts';
import type { Tx } from '../../../db/database.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { ProblemError } from '../../problem-error.ts';
import { RunPath } from '../../schemas/path.schema.ts';
import { readQuery } from '../addresses/read-query.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { answerPage, answerPart } from '../frame/answer-page.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { PreviewBody, PreviewSection } from './preview-section.tsx';
import { isGoing, type PreviewAsked, PreviewQuery, readShownPreview, type ShownPreview } from './read-shown-preview.ts';

/** What would saving do, and to whom? */
export const previewPages = (deps: Pick<ApiDeps, 'db' | 'now'>): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/previews/:runId', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const asked = readQuery(c, PreviewQuery);
      const { tenant, found, now } = await onTenant(deps, c, (tx) => findPreview(id, tx, runId, asked));
      return answerPage(
        c,
        { title: 'Preview', tenant, refreshS: isGoing(found) ? 5 : undefined },
        <>
          <h1>Preview</h1>
          <PreviewSection tenantId={id} preview={found} now={now} />
          <p class="mt-3">
            <a href={`/tenants/${id}/integration`}>Back to Integration</a>
          </p>
        </>,
      );
    })
    .get('/tenants/:id/previews/:runId/live', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const asked = readQuery(c, PreviewQuery);
      const { found, now } = await onTenant(deps, c, (tx) => findPreview(id, tx, runId, asked));
      return answerPart(c, <PreviewBody tenantId={id} preview={found} now={now} ends={!isGoing(found)} />);
    });

async function findPreview(tenantId: TenantId, tx: Tx, runId: RunId, asked: PreviewAsked): Promise<ShownPreview> {
  const preview = await readShownPreview(tenantId, tx, runId, asked);
  if (preview !== undefined) return preview;
  throw new ProblemError('notFound', 'There is no preview of this number, or not any more.', {
    remedy: 'Previews are kept for a day: preview the settings again.',
  });
}
