-- Who may administer a tenant: a person of a directory, by the two ids that Microsoft never gives to somebody else.
create table admins (
  tenant_id uuid not null references tenants,
  entra_tenant_id uuid not null,
  entra_object_id uuid not null,
  -- As Microsoft said it at the last sign-in, to be shown to admins.
  name text not null,
  added_at timestamptz not null,
  primary key (tenant_id, entra_tenant_id, entra_object_id)
);
create index on admins (entra_tenant_id, entra_object_id);
alter table admins enable row level security;
create policy own on admins using (tenant_id = (select rollcall_tenant()));
create policy across on admins using ((select rollcall_across_tenants()));

-- Makes whoever signs in with it first an admin. Kept as its digest alone; the link is shown once.
create table invitations (
  hash bytea primary key,
  tenant_id uuid not null references tenants,
  expires_at timestamptz not null,
  used_by_directory uuid,
  used_by uuid,
  check ((used_by is null) = (used_by_directory is null))
);
create index on invitations (tenant_id);
alter table invitations enable row level security;
create policy own on invitations using (tenant_id = (select rollcall_tenant()));
create policy across on invitations using ((select rollcall_across_tenants()));

-- Browsers that were sent to Microsoft, or that wait for it, and are expected back: once, and soon.
create table expected_returns (
  -- Digest of the state that goes along.
  hash bytea primary key,
  kind text not null check (kind in ('signIn', 'consent', 'link')),
  -- Digest of what that browser alone holds.
  browser bytea not null,
  expires_at timestamptz not null,
  -- Of a sign-in: where it leads afterwards, and the invitation that it is for.
  back text,
  invitation bytea,
  -- Of consent and linking: whose admin asked, and for which directory.
  tenant_id uuid references tenants,
  entra_tenant_id uuid,
  check ((kind = 'signIn') = (tenant_id is null)),
  check ((tenant_id is null) = (entra_tenant_id is null))
);
create index on expected_returns (expires_at);
create index on expected_returns (tenant_id);
alter table expected_returns enable row level security;
create policy own on expected_returns using (tenant_id = (select rollcall_tenant()));
create policy across on expected_returns using ((select rollcall_across_tenants()));

-- Sessions of admins hold which directory they signed in to, and whether a role of theirs may consent for it.
delete from sessions where tenant_id is not null;
alter table sessions
  add column entra_tenant_id uuid,
  add column may_consent boolean not null default false,
  add check ((tenant_id is null) = (entra_tenant_id is null));

-- What the directory calls itself, and who linked it last.
alter table tenants
  add column directory_name text,
  add column linked_by uuid,
  -- Named after a sign-in, until its directory says its own name.
  add column provisional_name boolean not null default false;
