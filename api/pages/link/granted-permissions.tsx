import { Hono } from 'hono';
import type { Child, FC } from 'hono/jsx';
import type { Directory } from '../../../entra/directory.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../../checks/check-directory.ts';
import { directoryTrouble } from '../../refuse-directory.ts';
import { requireDirectory } from '../../require-status.ts';
import { answerPage, answerPart } from '../frame/answer-page.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { PERMISSIONS } from './permissions.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

/** What the directory says of itself and of our permissions now: asked for when it is looked at, and never stored. */
export const grantedPermissionsPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/tenants/:id/integration/permissions', async (c) => {
    const { tenant, standing } = await onTenant(deps, c, () => Promise.resolve());
    const content = await askedNow(deps.directoryOf(requireDirectory(standing.tenant)));
    if (c.req.header('HX-Request') !== undefined) return answerPart(c, content);
    return answerPage(
      c,
      { title: 'Permissions', tenant },
      <div class="reading">
        <h1>Domain and permissions, as Entra says now</h1>
        {content}
        <p>
          <a href={`/tenants/${tenant.id}/integration`}>Back to Integration</a>
        </p>
      </div>,
    );
  });

async function askedNow(directory: Directory): Promise<Child> {
  const signal = AbortSignal.timeout(CHECKS_WITHIN_MS);
  try {
    const permissions = await directory.grantedPermissions(signal);
    const domain = await directory.readDomain(signal);
    return <Granted domain={domain} permissions={permissions} />;
  } catch (err) {
    return (
      <>
        <p>{directoryTrouble(err)}</p>
        <PermissionList permissions={undefined} />
      </>
    );
  }
}

/**
 * Each permission with what it gives. Before anything was asked it stands there already, with the same lines: what is asked
 * for while somebody reads, or was led to a place below, moves nothing. `domain` undefined: not told.
 */
export const Granted: FC<{
  domain: Child;
  permissions: readonly string[] | undefined;
  /** What stands where nobody knows. */
  unknown?: string;
}> = ({ domain, permissions, unknown }) => (
  <>
    <p>Domain: {domain === undefined ? 'not told' : <span class="value">{domain}</span>}</p>
    <PermissionList permissions={permissions} unknown={unknown} />
  </>
);

const PermissionList: FC<{ permissions: readonly string[] | undefined; unknown?: string | undefined }> = ({
  permissions,
  unknown = 'unknown',
}) => (
  <ul class="list-group mb-3" aria-label="Permissions">
    {PERMISSIONS.map((permission) => (
      <li class="list-group-item">
        <Standing {...permission} granted={permissions?.includes(permission.name)} unknown={unknown} />
      </li>
    ))}
  </ul>
);

type StandingProps = (typeof PERMISSIONS)[number] & { readonly granted: boolean | undefined; readonly unknown: string };

const Standing: FC<StandingProps> = ({ name, required, gives, granted, unknown }) => {
  if (granted === undefined) return <Line mark="?" says={unknown} name={name} text={gives} />;
  if (granted) return <Line mark="✓" says="granted" name={name} text={gives} />;
  if (!required) return <Line mark="–" says="not granted, and optional" name={name} text={gives} />;
  const text = `Nothing can be synced without it. An Application Administrator links the account again. ${gives}`;
  return <Line mark="✗" says="not granted" name={name} text={text} />;
};

const Line: FC<{ mark: string; says: string; name: string; text: string }> = ({ mark, says, name, text }) => (
  <>
    <span aria-hidden="true">{mark} </span>
    <code>{name}</code> {says}
    <span class="text-secondary d-block">{text}</span>
  </>
);
