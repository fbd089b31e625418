import type { Child, FC } from 'hono/jsx';
import type { AdminRow } from '../../../db/list-admins.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import { AdminList } from '../access/admins.tsx';
import { FormButton } from '../forms/form-button.tsx';
import type { Viewer } from '../frame/page-env.ts';
import { Granted } from '../link/granted-permissions.tsx';
import { PERMISSIONS } from '../link/permissions.ts';
import { When } from '../words/when.tsx';
import { CheckButton } from './settings-bar.tsx';

export type AccountProps = {
  readonly tenant: TenantRow;
  readonly admins: readonly AdminRow[];
  readonly viewer: Viewer;
  readonly formToken: string;
  readonly now: Date;
};

/** Which directory, who linked it, what it is asked for, and who may administer the tenant. */
export const AccountSection: FC<AccountProps> = (props) => (
  <section class="card mb-3" aria-labelledby="account">
    <div class="card-body">
      <h2 id="account">Account</h2>
      {props.tenant.status === 'unlinked' ? <NotLinked {...props} /> : <Linked {...props} />}
      <Admins {...props} />
    </div>
  </section>
);

const NotLinked: FC<AccountProps> = ({ tenant, viewer }) => (
  <>
    <p>
      {tenant.entraTenantId === null
        ? 'Not linked yet. An administrator of your directory allows Rollcall to read people, once.'
        : 'Unlinked: nothing is synced, and the people imported so far stay. The same directory can be linked again.'}
    </p>
    <Permissions />
    <p>
      Rollcall never writes to Entra, never sees a password, and stores nothing of people who do not pass your filters
      but counts and object ids.
    </p>
    {viewer.kind === 'admin' && (
      <p>
        <a class="btn btn-primary" href={`/tenants/${tenant.id}/integration/link`}>
          Link Entra ID account
        </a>
      </p>
    )}
    {viewer.kind === 'operator' && <p>Its admin links the account: invite one.</p>}
    {viewer.kind === 'admin' && !viewer.mayConsent && (
      <p class="text-secondary">
        Your account may not consent for the directory. Invite somebody whose account may, and they can link it.
      </p>
    )}
  </>
);

const Linked: FC<AccountProps> = ({ tenant, admins, viewer, now }) => {
  const own = `/tenants/${tenant.id}/integration`;
  const by = admins.find(({ linked }) => linked)?.name;
  return (
    <>
      <dl class="facts">
        <Fact name="Tenant Name">
          <span class="value">{tenant.directoryName ?? 'The next sync asks for it.'}</span>
        </Fact>
        <Fact name="Directory id">
          <code>{tenant.entraTenantId}</code>
        </Fact>
        <Fact name="Linked">
          <When at={tenant.linkedAt} now={now} />
          {by !== undefined && (
            <>
              {' '}
              by <span class="value">{by}</span>
            </>
          )}
        </Fact>
      </dl>
      <h3 class="mt-3">Domain and permissions</h3>
      <div hx-get={`${own}/permissions`} hx-trigger="load" hx-swap="innerHTML" aria-live="polite">
        <Granted
          domain={<a href={`${own}/permissions`}>Ask Entra for it, and which were granted</a>}
          permissions={undefined}
          unknown="not asked yet"
        />
      </div>
      <div class="actions mb-3">
        <CheckButton own={own} />
        {viewer.kind === 'admin' && (
          <a class="btn" href={`${own}/link`}>
            Link again
          </a>
        )}
        <a class="btn" href={`${own}/unlink`}>
          Unlink…
        </a>
      </div>
    </>
  );
};

const Fact: FC<{ readonly name: string; readonly children?: Child }> = ({ name, children }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const Permissions: FC = () => (
  <ul>
    {PERMISSIONS.map(({ name, required, gives }) => (
      <li>
        <code>{name}</code> {!required && '(optional) '}– {gives}
      </li>
    ))}
  </ul>
);

const Admins: FC<AccountProps> = ({ tenant, admins, viewer, formToken, now }) => (
  <>
    <h3>Admins</h3>
    <AdminList tenantId={tenant.id} admins={admins} viewer={viewer} now={now} />
    {tenant.status !== 'offboarding' && (
      <FormButton
        action={`/tenants/${tenant.id}/invitations`}
        formToken={formToken}
        back={`/tenants/${tenant.id}/integration`}
      >
        Invite an admin
      </FormButton>
    )}
    <p class="mt-2">
      Programs come in with <a href={`/tenants/${tenant.id}/keys`}>keys</a>.
    </p>
  </>
);
