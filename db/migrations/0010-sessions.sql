-- Who is signed in to the pages. A session is a secret in somebody's cookie, kept here as its digest alone.
create table sessions (
  hash bytea primary key,
  -- Of an operator: SHA-256 of the key that opened it. It ends with that key.
  key_hash bytea,
  -- Of an admin: whose admin, and who at Microsoft.
  tenant_id uuid references tenants,
  entra_object_id uuid,
  name text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  check ((tenant_id is null) = (key_hash is not null)),
  check ((tenant_id is null) = (entra_object_id is null)),
  check ((tenant_id is null) = (name is null))
);
create index on sessions (expires_at);
create index on sessions (tenant_id);
alter table sessions enable row level security;
create policy own on sessions using (tenant_id = (select rollcall_tenant()));
create policy across on sessions using ((select rollcall_across_tenants()));
