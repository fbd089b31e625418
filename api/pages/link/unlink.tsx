import { Hono } from 'hono';
import type { ApiDeps } from '../../api-deps.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../../require-status.ts';
import { unlinkTenant } from '../../tenants/unlink-tenant.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { peopleText } from '../words/relative-time.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** Unlinking asks once, and says what stays. */
export const unlinkPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/integration/unlink', async (c) => {
      const id = tenantIdOf(c);
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      requireStatus(tenant, NOT_LEAVING);
      const own = `/tenants/${id}/integration`;
      return answerPage(
        c,
        { title: 'Unlink', tenant },
        <div class="reading">
          <h1>
            Unlink <span class="value">{tenant.directoryName ?? tenant.name}</span>
          </h1>
          <p>
            The sync stops until the same directory is linked again and the settings are saved.{' '}
            {peopleText(tenant.employees)} {tenant.employees === 1 ? 'stays' : 'stay'} as imported, and settings stay
            too.
          </p>
          <p>
            The consent at Microsoft stays as well. To withdraw it, delete Rollcall in the Entra admin center under
            Enterprise applications.
          </p>
          <form method="post" action={`${own}/unlink`} class="actions">
            <FormToken value={c.var.formToken} />
            <button class="btn btn-danger">Unlink</button>
            <a class="btn" href={own}>
              Keep it linked
            </a>
          </form>
        </div>,
      );
    })
    .post('/tenants/:id/integration/unlink', async (c) => {
      const id = tenantIdOf(c);
      await unlinkTenant(deps, id);
      return c.redirect(doneAddress(`/tenants/${id}/integration`, 'unlink'), 303);
    });
