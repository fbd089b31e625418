import { Hono } from 'hono';
import { findInvitation } from '../../../db/across-tenants/invitations.ts';
import { invitationOver } from '../../access/admit.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { hashOfKey } from '../../access/caller-of.ts';
import { inviteAdmin } from '../../access/invite-admin.ts';
import { findTenant } from '../../require-status.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { answerPage } from '../frame/answer-page.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { When } from '../words/when.tsx';
import { beginSignIn } from './microsoft-sign-in.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'operatorKey' | 'publicUrl' | 'sessionSecret' | 'signIn' | 'log'>;

/** Inviting an admin, and being invited. An invitation is used up by signing in: looking at it, as mail filters do, costs nothing. */
export const invitationPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/invitations/:secret', async (c) => {
      const { tenantName } = await open(deps, c.req.param('secret'));
      return answerPage(
        c,
        { title: 'Invitation' },
        <div class="reading">
          <h1>
            You are invited to administer <span class="value">{tenantName}</span>
          </h1>
          <p>
            Sign in with your work account. The invitation is then bound to that account, and cannot be used by anybody
            else.
          </p>
          <p>
            <a class="btn btn-primary" href={`/invitations/${encodeURIComponent(c.req.param('secret'))}/accept`}>
              Sign in with Microsoft
            </a>
          </p>
        </div>,
      );
    })
    .get('/invitations/:secret/accept', async (c) => {
      await open(deps, c.req.param('secret'));
      return beginSignIn(deps, c, { back: '/', invitation: hashOfKey(c.req.param('secret')) });
    })
    .post('/tenants/:id/invitations', async (c) => {
      const id = tenantIdOf(c);
      const { url, expiresAt } = await inviteAdmin(deps, id);
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      return answerPage(
        c,
        { title: 'Invite an admin', tenant },
        <div class="reading">
          <h1>
            An invitation to administer <span class="value">{tenant.name}</span>
          </h1>
          <p>
            Give this link to one person. It is shown this once, works once, and ends{' '}
            <When at={expiresAt} now={deps.now()} />.
          </p>
          <label class="form-label" for="invitation">
            Link
          </label>
          <input class="form-control" id="invitation" value={url} readonly />
          <p class="form-hint mt-1">
            Whoever signs in with it first becomes an admin, with an account of the directory where one is linked.
          </p>
          <p class="mt-3">
            <a class="btn" href={c.var.viewer.kind === 'operator' ? '/tenants' : `/tenants/${id}/integration`}>
              Done
            </a>
          </p>
        </div>,
      );
    });

/** An invitation that nobody has used. Whoever has used it themselves signs in without. */
async function open({ db, now }: Deps, secret: string) {
  const found = await db.acrossTenants((tx) => findInvitation(tx, hashOfKey(secret), now()));
  if (found === undefined || found.usedBy !== undefined) throw invitationOver();
  return found;
}
