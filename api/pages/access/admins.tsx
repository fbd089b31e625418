import { Hono, type Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { listAdmins, type AdminRow } from '../../../db/list-admins.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { notFound } from '../../problem-error.ts';
import { PersonPath } from '../../schemas/path.schema.ts';
import { takeAdminAway } from '../../access/take-admin-away.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { readForm } from '../forms/read-form.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv, Viewer } from '../frame/page-env.ts';
import { When } from '../words/when.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'log'>;

/** `last`: it was said on the page that nobody is left afterwards. */
const Confirmation = z.object({ last: z.literal('yes').optional() });

/** Removing an admin, asked once. */
export const adminPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/admins/:entraObjectId/remove', (c) => askOnce(deps, c))
    .post('/tenants/:id/admins/:entraObjectId/remove', async (c) => {
      const { id, entraObjectId } = pathOf(c, PersonPath);
      const { last } = await readForm(c, Confirmation);
      await takeAdminAway(deps, id, entraObjectId, { evenLast: last === 'yes' });
      return c.redirect(
        isSelf(c.var.viewer, entraObjectId) ? '/sign-in' : doneAddress(`/tenants/${id}/integration`, 'adminRemoved'),
        303,
      );
    });

const isSelf = (viewer: Viewer, id: string): boolean => viewer.kind === 'admin' && viewer.entraObjectId === id;

async function askOnce(deps: Deps, c: Context<PageEnv>): Promise<Response> {
  const { id, entraObjectId } = pathOf(c, PersonPath);
  const { tenant, found: admins } = await onTenant(deps, c, (tx) => listAdmins(id, tx));
  const admin = admins.find((each) => each.entraObjectId === entraObjectId);
  if (admin === undefined) throw notFound('admin');
  const isLast = admins.length === 1;
  return answerPage(
    c,
    { title: 'Remove an admin', tenant },
    <div class="reading">
      <h1>
        Remove <span class="value">{admin.name}</span> as an admin?
      </h1>
      <p>
        {isSelf(c.var.viewer, entraObjectId) ? 'This is you: you' : 'They'} are signed out at once, and come back only
        with a new invitation. Nothing changes in Entra.
      </p>
      <p>
        Invitations of this tenant that nobody has used end as well: send new ones to whoever waits for one. API keys
        stay. If this person may know one, take it back under <a href={`/tenants/${id}/keys`}>Keys</a>.
      </p>
      {isLast && (
        <p>
          <strong>This is the last admin.</strong> Nobody can sign in to this tenant afterwards, until an operator of
          Rollcall invites somebody. The sync goes on.
        </p>
      )}
      <form method="post" action={`/tenants/${id}/admins/${entraObjectId}/remove`} class="actions">
        <FormToken value={c.var.formToken} />
        {isLast && <input type="hidden" name="last" value="yes" />}
        <button class="btn btn-danger">
          {/* A button lays out what it holds part by part, and drops the blank between two. */}
          <span>
            {isLast ? 'Remove the last admin' : 'Remove'} <span class="value">{admin.name}</span>
          </span>
        </button>
        <a class="btn" href={`/tenants/${id}/integration`}>
          Keep
        </a>
      </form>
    </div>,
  );
}

/** Who administers the tenant, and the way to remove one. */
export const AdminList: FC<{ tenantId: string; admins: readonly AdminRow[]; viewer: Viewer; now: Date }> = ({
  tenantId,
  admins,
  viewer,
  now,
}) =>
  admins.length === 0 ? (
    <p>Nobody administers this tenant yet.</p>
  ) : (
    <ul class="list-group mb-3" aria-label="Admins">
      {admins.map(({ entraObjectId, name, addedAt, linked }) => (
        <li class="list-group-item">
          <span class="value">{name}</span>
          {isSelf(viewer, entraObjectId) && ' (you)'}{' '}
          <span class="text-secondary">
            · since <When at={addedAt} now={now} />
            {linked && ' · linked the account'}
          </span>{' '}
          <a href={`/tenants/${tenantId}/admins/${entraObjectId}/remove`} aria-label={`Remove ${name}`}>
            Remove…
          </a>
        </li>
      ))}
    </ul>
  );
