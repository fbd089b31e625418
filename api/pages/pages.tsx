import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiDeps } from '../api-deps.ts';
import { BODY_LIMIT } from '../guards.ts';
import { ProblemError } from '../problem-error.ts';
import { adminPages } from './access/admins.tsx';
import { checkForm, operatorOnly, ownTenantOnly, recognise, signedIn } from './access/guards.ts';
import { invitationPages } from './access/invitations.tsx';
import { operatorKeyPages, tenantKeyPages } from './access/keys.tsx';
import { microsoftSignIn } from './access/microsoft-sign-in.ts';
import { signInPages } from './access/sign-in.tsx';
import { assetRoutes } from './assets/assets.ts';
import { dashboardPages } from './dashboard/dashboard.tsx';
import { decisionPages } from './decision/decision.tsx';
import { employeePages } from './employees/employee-page.tsx';
import { employeePhotos } from './employees/employee-photo.ts';
import { employeesPages } from './employees/employees.tsx';
import { setValuePages } from './employees/set-value.tsx';
import { fieldsPages } from './fields/fields.tsx';
import type { PageEnv } from './frame/page-env.ts';
import { integrationPages } from './integration/integration.tsx';
import { grantedPermissionsPages } from './link/granted-permissions.tsx';
import { linkPages } from './link/link.tsx';
import { unlinkPages } from './link/unlink.tsx';
import { notImportedPages } from './not-imported/not-imported.tsx';
import { previewPages } from './preview/preview-page.tsx';
import { runPages } from './runs/run-page.tsx';
import { onboardPages } from './tenants/onboard.tsx';
import { tenantActions } from './tenants/tenant-actions.tsx';
import { tenantsPages } from './tenants/tenants.tsx';
import { whyPages } from './why/why.tsx';

/** Open to everybody; all other pages ask for a session. */
const OPEN = ['/sign-in/*', '/sign-out', '/theme', '/invitations/*'];
const OPERATORS = ['/tenants', '/tenants/new', '/keys', '/keys/*'];
const CLOSED = ['/', '/keys', '/keys/*', '/tenants', '/tenants/*', '/consent/callback'];
/** A form writes a character of other scripts as up to three for each byte, so what the API takes as JSON fits. */
const FORM_LIMIT = 3 * BODY_LIMIT;

/** What people see in a browser. Pages ask the same functions as the routes under /api. */
export function pageRoutes(deps: ApiDeps): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.route('/', assetRoutes());
  for (const path of [...OPEN, ...CLOSED]) app.use(path, limitForm, recognise(deps));
  for (const path of CLOSED) app.use(path, signedIn);
  for (const path of [...OPEN, ...CLOSED]) app.use(path, checkForm(deps));
  for (const path of OPERATORS) app.use(path, operatorOnly);
  app.use('/tenants/:id/*', ownTenantOnly);
  app.get('/', (c) => {
    const { viewer } = c.var;
    return c.redirect(viewer.kind === 'admin' ? `/tenants/${viewer.tenantId}` : '/tenants', 302);
  });
  app.route('/', signInPages(deps));
  for (const routes of [microsoftSignIn(deps), invitationPages(deps)]) app.route('/', routes);
  for (const routes of [
    ...[integrationPages(deps), fieldsPages(deps), linkPages(deps), unlinkPages(deps)],
    ...[adminPages(deps), grantedPermissionsPages(deps)],
  ])
    app.route('/', routes);
  for (const routes of [
    ...[tenantsPages(deps), onboardPages(deps), tenantActions(deps), operatorKeyPages(deps), tenantKeyPages(deps)],
    ...[dashboardPages(deps), notImportedPages(deps), runPages(deps), decisionPages(deps)],
    ...[employeesPages(deps), employeePages(deps), employeePhotos(deps), setValuePages(deps)],
    ...[whyPages(deps), previewPages(deps)],
  ]) {
    app.route('/', routes);
  }
  return app;
}

const limitForm = bodyLimit({
  maxSize: FORM_LIMIT,
  onError: () => {
    throw new ProblemError('tooLarge', `The form is longer than ${FORM_LIMIT / 1024} KB.`);
  },
});
