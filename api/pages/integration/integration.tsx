import { Hono, type Context } from 'hono';
import type * as z from 'zod';
import { listAdmins } from '../../../db/list-admins.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { checkDirectory } from '../../check-directory.ts';
import { newestRules } from '../../newest-rules.ts';
import { findTenant, requireDirectory } from '../../require-status.ts';
import type { Check } from '../../schemas/check.schema.ts';
import { answerPage } from '../answer-page.tsx';
import { CheckList } from '../check-list.tsx';
import { DoneNote } from '../done.tsx';
import type { PageEnv } from '../page-env.ts';
import { tenantIdOf } from '../tenant-path.ts';
import { AccountSection } from './account-section.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

/** Preferences › Integration: who comes in, and how. Each section is a component of its own, in order. */
export const integrationPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/integration', (c) => showIntegration(deps, c))
    .post('/tenants/:id/integration/check', async (c) => {
      const id = tenantIdOf(c);
      const { expectedId, select } = await deps.db.inTransaction(id, async (tx) => ({
        expectedId: requireDirectory(await findTenant(id, tx)),
        select: (await newestRules(id, tx)).select,
      }));
      const { checks } = await checkDirectory(deps.directoryOf(expectedId), { expectedId, select });
      return showIntegration(deps, c, checks);
    });

async function showIntegration(
  { db, now }: Deps,
  c: Context<PageEnv>,
  checks?: readonly z.infer<typeof Check>[],
): Promise<Response> {
  const id = tenantIdOf(c);
  const { tenant, admins } = await db.inTransaction(id, async (tx) => ({
    tenant: await findTenant(id, tx),
    admins: await listAdmins(id, tx),
  }));
  const { viewer, formToken } = c.var;
  return answerPage(
    c,
    { title: 'Integration', tenant },
    <div class="reading">
      <h1>Integration</h1>
      <DoneNote c={c} />
      {checks && <CheckList checks={checks} />}
      <AccountSection tenant={tenant} admins={admins} viewer={viewer} formToken={formToken} now={now()} />
    </div>,
  );
}
