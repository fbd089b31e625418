import { CannotMigrateError } from './errors.ts';

type Query = (sql: string, parameters?: readonly unknown[]) => Promise<readonly unknown[]>;

type Roles = {
  readonly owner: string;
  readonly can_create: boolean;
  readonly app_role: string | null;
  readonly bypasses: boolean;
  readonly owns: boolean;
};

/**
 * Whether owner and application's role are such that row-level security binds the one and not the other. Roles belong
 * to the whole server, and an owner may rarely change them: what is wrong is said with the SQL that cures it.
 *
 * @throws CannotMigrateError
 */
export async function checkRoles(query: Query, appRole: string): Promise<void> {
  const [roles] = (await query(ROLES, [appRole])) as readonly Roles[]; // one row, of these columns
  if (roles === undefined) throw new Error('PostgreSQL did not say who we are.');
  const app = quoteName(appRole);
  const remedy = remedyFor(roles, app);
  if (remedy === undefined) return;
  throw new CannotMigrateError(
    `${remedy.why}\nRun this as an administrator of the server, then npm run migrate again:\n\n  ${remedy.sql}\n`,
  );
}

const ROLES = `select current_user as owner, has_schema_privilege(current_schema(), 'create') as can_create,
    app.rolname as app_role, coalesce(app.rolsuper or app.rolbypassrls, false) as bypasses,
    coalesce(pg_has_role(app.oid, current_user, 'usage'), false) as owns
  from (select) one_row left join pg_roles app on app.rolname = $1`;

function remedyFor(roles: Roles, app: string): { readonly why: string; readonly sql: string } | undefined {
  const owner = quoteName(roles.owner);
  if (roles.app_role === null) {
    return {
      why: `The application's role ${app}, which DATABASE_URL names, does not exist on this server.`,
      sql: `create role ${app} login nosuperuser nobypassrls nocreatedb nocreaterole password '<choose one>';`,
    };
  }
  if (roles.bypasses) {
    return {
      why: `The application's role ${app} may bypass row-level security, which keeps tenants apart.`,
      sql: `alter role ${app} nosuperuser nobypassrls;`,
    };
  }
  if (roles.owner === roles.app_role) {
    return {
      why: `DATABASE_URL and DATABASE_MIGRATION_URL name the same role, ${app}. Row-level security, which keeps tenants apart, does not bind the owner of tables: the application needs a role of its own, to be named in DATABASE_URL.`,
      sql: `create role rollcall_app login nosuperuser nobypassrls nocreatedb nocreaterole password '<choose one>';`,
    };
  }
  if (roles.owns) {
    return {
      why: `The application's role ${app} is a member of the owner's role ${owner}, so that row-level security, which keeps tenants apart, does not bind it.`,
      sql: `revoke ${owner} from ${app};`,
    };
  }
  if (!roles.can_create) {
    return {
      why: `The owner's role ${owner}, which DATABASE_MIGRATION_URL names, may not create tables in this database.`,
      sql: `grant usage, create on schema public to ${owner};`,
    };
  }
  return undefined;
}

/** A name as SQL takes it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
