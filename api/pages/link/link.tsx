import { Hono, type Context } from 'hono';
import { dropReturn, findLink, takeConsent, type LinkReturn } from '../../../db/across-tenants/expected-returns.ts';
import { findTenantOfDirectory } from '../../../db/across-tenants/find-tenant-of-directory.ts';
import type { SessionOwner } from '../../../db/across-tenants/sessions.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import { CONSENT_ROLE_NAMES } from '../../../entra/consent-roles.ts';
import { aadstsOf } from '../../../entra/sign-in-error.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { directoryTaken, linkDirectory, otherDirectory } from '../../tenants/link-directory.ts';
import { ProblemError } from '../../problem-error.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../../require-status.ts';
import { consentReturn, keyOf, problemOfSignIn, sendAway } from '../access/travel.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import type { PageEnv, Viewer } from '../frame/page-env.ts';

type Deps = Pick<
  ApiDeps,
  'db' | 'sync' | 'now' | 'newId' | 'newKey' | 'publicUrl' | 'sessionSecret' | 'signIn' | 'directoryOf' | 'log'
>;
type Admin = Extract<SessionOwner, { kind: 'admin' }>;

/** The page asks again so often whether the consent has arrived; it takes 15 to 120 seconds as a rule. */
const ASK_EVERY_S = 3;

/**
 * Linking the account: to Microsoft for consent, back with an answer that proves nothing, and then asking the directory
 * itself until it answers (docs/adr/0022-what-proves-a-link.md).
 */
export const linkPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/integration/link', async (c) => {
      const id = tenantIdOf(c);
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      const { entraTenantId } = requireLinker(c.var.viewer, tenant);
      const taken = await deps.db.acrossTenants((tx) => findTenantOfDirectory(tx, entraTenantId));
      if (taken !== undefined && taken !== id) throw directoryTaken();
      const { state } = await sendAway(deps, c, { kind: 'consent', tenantId: id, entraTenantId });
      const address = await deps.signIn
        .consentAddress(consentReturn(deps), entraTenantId, state)
        .catch((err: unknown) => {
          throw problemOfSignIn(err);
        });
      c.header('Cache-Control', 'no-store');
      return c.redirect(address, 302);
    })
    .get('/consent/callback', async (c) => {
      const { tenantId, entraTenantId } = await consentAnswered(deps, c);
      const { state } = await sendAway(deps, c, { kind: 'link', tenantId, entraTenantId });
      c.header('Cache-Control', 'no-store');
      return c.redirect(`/tenants/${tenantId}/integration/linking?link=${state}`, 303);
    })
    .get('/tenants/:id/integration/linking', async (c) => {
      const id = tenantIdOf(c);
      const key = keyOf(deps, c, c.req.query('link') ?? '');
      const link = await deps.db.acrossTenants((tx) => findLink(tx, key));
      const tenant = await deps.db.inTransaction(id, (tx) => findTenant(id, tx));
      const own = `/tenants/${id}/integration`;
      if (link?.tenantId !== id || !isLinker(c.var.viewer, link)) return leadTo(c, own);
      try {
        const linking = { ...link, linkedBy: c.var.viewer.entraObjectId };
        const outcome = await linkDirectory(deps, linking);
        if (outcome.kind === 'waiting') return await waitingPage(c, tenant, outcome.because);
      } catch (err) {
        // A refusal is a page of its own: whoever waits is led to it.
        if (err instanceof ProblemError && isFromHtmx(c)) return leadTo(c, ownAddress(c));
        throw err;
      }
      await deps.db.acrossTenants((tx) => dropReturn(tx, key));
      return leadTo(c, doneAddress(own, 'linked'));
    });

/** Who may link this tenant: an admin whose sign-in showed a role that may consent. Throws ProblemError that says whom to ask. */
function requireLinker(viewer: Viewer, tenant: TenantRow): Admin {
  requireStatus(tenant, NOT_LEAVING);
  if (viewer.kind !== 'admin') {
    throw new ProblemError('linkRefused', 'Only an admin of the directory can link it.', {
      remedy: 'Invite one: who signs in with the invitation can link the account.',
    });
  }
  if (tenant.entraTenantId !== null && tenant.entraTenantId !== viewer.entraTenantId) throw otherDirectory();
  if (!viewer.mayConsent) {
    throw new ProblemError('linkRefused', 'Your account may not consent for your directory.', {
      remedy: `Invite a ${CONSENT_ROLE_NAMES} as an admin, and ask them to link the account. If you have such a role, activate it, sign out and sign in again.`,
    });
  }
  return viewer;
}

/** Whether it is this session that asked. */
const isLinker = (viewer: Viewer, link: LinkReturn): viewer is Admin =>
  viewer.kind === 'admin' &&
  viewer.mayConsent &&
  viewer.tenantId === link.tenantId &&
  viewer.entraTenantId === link.entraTenantId;

/**
 * What was asked, where the answer is one to it and not a refusal. The `tenant` in the answer is used for nothing: anybody
 * can write one (https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent). An error says
 * `admin_consent=True` as well, so it is looked for first. Throws ProblemError.
 */
async function consentAnswered(deps: Deps, c: Context<PageEnv>): Promise<LinkReturn> {
  const { state = '', error, error_description: description, admin_consent: consented } = c.req.query();
  const asked = await deps.db.acrossTenants((tx) => takeConsent(tx, keyOf(deps, c, state)));
  if (error !== undefined) throw consentRefused(error, description);
  if (asked === undefined || !isLinker(c.var.viewer, asked) || consented?.toLowerCase() !== 'true') {
    deps.log.warn({ event: 'consentNotAsked' });
    throw new ProblemError('linkRefused', 'This answer belongs to no question of yours, or came too late.', {
      remedy: 'Nothing was changed. Open Integration and link the account from there.',
    });
  }
  return asked;
}

function consentRefused(error: string, description: string | undefined): ProblemError {
  const aadsts = aadstsOf(description);
  const number = aadsts === undefined ? '' : ` (AADSTS${aadsts})`;
  return error === 'access_denied' || error === 'permission_denied'
    ? new ProblemError('linkRefused', `The permissions were not accepted at Microsoft${number}. Nothing was linked.`, {
        remedy: 'Open Integration and link the account again when you, or another administrator, want to accept them.',
      })
    : new ProblemError('linkRefused', `Microsoft did not take the consent${number}. Nothing was linked.`, {
        remedy: `Ask a ${CONSENT_ROLE_NAMES} of your directory; it may also lie in the registration of Rollcall, which its operator checks.`,
      });
}

/** htmx would follow a redirect with its part of the page: it is told where the whole page is to go. */
function leadTo(c: Context<PageEnv>, address: string): Response {
  c.header('Cache-Control', 'no-store');
  if (!isFromHtmx(c)) return c.redirect(address, 303);
  return c.body(null, 200, { 'HX-Redirect': address });
}

const isFromHtmx = (c: Context<PageEnv>): boolean => c.req.header('HX-Request') !== undefined;

function ownAddress(c: Context<PageEnv>): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

function waitingPage(c: Context<PageEnv>, tenant: TenantRow, because: string): Promise<Response> {
  const again = {
    'hx-get': ownAddress(c),
    'hx-trigger': `load delay:${ASK_EVERY_S}s`,
    'hx-select': '#linking',
    'hx-target': '#linking',
    'hx-swap': 'outerHTML',
  };
  return answerPage(
    c,
    { title: 'Linking', tenant, refreshS: ASK_EVERY_S },
    <div class="reading" id="linking" {...again}>
      <h1>Waiting for Microsoft</h1>
      <p role="status">
        Consent was given. Microsoft now tells all its servers, which takes a minute or two. This page goes on by
        itself.
      </p>
      <p class="text-secondary">So far: {because} If it takes longer than ten minutes, link the account again.</p>
      <p>
        <a href={`/tenants/${tenant.id}/integration`}>Open Integration</a>
      </p>
    </div>,
  );
}
