import { Hono, type Context } from 'hono';
import * as z from 'zod';
import type { TenantRow } from '../../../db/tenants.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { askSync } from '../../runs/ask-sync.ts';
import { offboardTenant } from '../../tenants/offboard-tenant.ts';
import { pauseTenant } from '../../tenants/pause-tenant.ts';
import { findTenant } from '../../require-status.ts';
import { resumeTenant } from '../../tenants/resume-tenant.ts';
import { operatorOnly } from '../access/guards.ts';
import { Back } from '../addresses/back.schema.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { AskedText } from '../forms/asked-text.tsx';
import { readForm } from '../forms/read-form.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { peopleText } from '../words/relative-time.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

const Return = z.object({ back: Back });
const Wanted = Return.extend({ full: z.literal('yes').optional() });
const backOf = async (c: Context<PageEnv>): Promise<string> => (await readForm(c, Return)).back;
const Confirmation = z.object({ name: z.string().default('') });

/** What an operator does with a tenant. */
export const tenantActions = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .post('/tenants/:id/sync', async (c) => {
      const id = tenantIdOf(c);
      const { back, full } = await readForm(c, Wanted);
      const request = await askSync(deps, id, { full: full === 'yes' });
      // The Dashboard follows the run that answers the request.
      return c.redirect(doneAddress(back, 'sync', back === `/tenants/${id}` ? { request } : {}), 303);
    })
    .post('/tenants/:id/pause', async (c) => {
      await pauseTenant(deps, tenantIdOf(c));
      return c.redirect(doneAddress(await backOf(c), 'pause'), 303);
    })
    .post('/tenants/:id/resume', async (c) => {
      await resumeTenant(deps, tenantIdOf(c));
      return c.redirect(doneAddress(await backOf(c), 'resume'), 303);
    })
    .get('/tenants/:id/off-board', operatorOnly, async (c) => {
      const id = tenantIdOf(c);
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      return answerPage(c, { title: 'Off-board' }, offboardForm(tenant, c.var.formToken));
    })
    .post('/tenants/:id/off-board', operatorOnly, async (c) => {
      const id = tenantIdOf(c);
      const { name } = await readForm(c, Confirmation);
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      if (name.trim() !== tenant.name) {
        const about = { title: 'Off-board', status: 422 } as const;
        return answerPage(c, about, offboardForm(tenant, c.var.formToken, 'This is not its name. Nothing was done.'));
      }
      await offboardTenant(deps, id);
      return c.redirect(doneAddress('/tenants', 'offboard'), 303);
    });

const offboardForm = (tenant: TenantRow, formToken: string, wrong?: string) => (
  <div class="reading">
    <h1>
      Off-board <span class="value">{tenant.name}</span>
    </h1>
    <p>
      Its sync stops for good, and {peopleText(tenant.employees)}, all runs, settings and keys of it are erased. Nothing
      changes in Entra. This cannot be undone.
    </p>
    <form method="post" action={`/tenants/${tenant.id}/off-board`} class="card card-body">
      <FormToken value={formToken} />
      <AskedText
        id="name"
        label={
          <>
            Type its name, <strong class="value">{tenant.name}</strong>, to go on
          </>
        }
        autocomplete="off"
        wrong={wrong}
      />
      <div class="actions mt-3">
        <button class="btn btn-danger">Erase {peopleText(tenant.employees)} and off-board</button>
        <a class="btn" href="/tenants">
          Keep it
        </a>
      </div>
    </form>
  </div>
);
