-- Example people beside the filters, with the outcome that is expected of each: object ids and that word, nothing else
-- of anybody. Each save is a new version; version 1 is the empty list that every tenant starts with, and is not stored.
create table example_versions (
  tenant_id uuid not null references tenants,
  version integer not null check (version > 1),
  items jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
alter table example_versions enable row level security;
create policy own on example_versions using (tenant_id = (select rollcall_tenant()));
