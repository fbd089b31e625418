-- Every table with people or settings carries the tenant first, and row-level security stands behind every query: a
-- transaction sees the tenant that it set in rollcall.tenant_id, and nothing without one. Security is enabled, not
-- forced: the owner, who only migrates and owns the search function, needs no BYPASSRLS, which hosted PostgreSQL
-- often refuses. nullif, because a pooled connection keeps '' after a transaction's own setting has gone.

create function rollcall_tenant() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('rollcall.tenant_id', true), '')::uuid $$;

-- The few queries of db/across-tenants/ say so; the policies of three tables admit it, employees' never.
create function rollcall_across_tenants() returns boolean
  language sql stable parallel safe
  as $$ select current_setting('rollcall.scope', true) = 'acrossTenants' $$;

create table tenants (
  id uuid primary key default uuidv7(),
  name text not null,
  entra_tenant_id uuid unique,
  status text not null
    check (status in ('unlinked', 'linked', 'active', 'paused', 'needsAttention', 'offboarding')),
  attention_code text,
  attention_detail text,
  -- Active, duplicate and missing employees, as of the end of the last run that wrote any.
  employees integer not null default 0,
  last_synced_at timestamptz,
  next_sync_at timestamptz,
  -- The number that the tenant's newest run has.
  last_run bigint not null default 0,
  -- The first run since whose addresses may have two holders; null: all settled.
  unsettled_since bigint,
  linked_at timestamptz,
  created_at timestamptz not null default now()
);
alter table tenants enable row level security;
create policy own on tenants using (id = (select rollcall_tenant()));
create policy across on tenants using ((select rollcall_across_tenants()));

create table integration_settings (
  tenant_id uuid not null references tenants,
  version integer not null,
  settings jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
alter table integration_settings enable row level security;
create policy own on integration_settings using (tenant_id = (select rollcall_tenant()));

create table field_versions (
  tenant_id uuid not null references tenants,
  version integer not null,
  items jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
alter table field_versions enable row level security;
create policy own on field_versions using (tenant_id = (select rollcall_tenant()));

create table api_keys (
  id uuid primary key default uuidv7(),
  -- Null: an operator's key, for all tenants.
  tenant_id uuid references tenants,
  name text not null,
  -- SHA-256 of the key. The key itself is shown once and kept nowhere.
  hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index on api_keys (tenant_id, id);
alter table api_keys enable row level security;
create policy own on api_keys using (tenant_id = (select rollcall_tenant()));
create policy across on api_keys using ((select rollcall_across_tenants()));

-- Messages to workflows, stored with the change that they tell of: what could not be sent at once is sent later.
create table outbox (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  message jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index on outbox (created_at) where sent_at is null;
create index on outbox (tenant_id);
alter table outbox enable row level security;
create policy own on outbox using (tenant_id = (select rollcall_tenant()));
create policy across on outbox using ((select rollcall_across_tenants()));

create table sync_runs (
  tenant_id uuid not null references tenants,
  id bigint not null,
  kind text not null check (kind in ('full', 'cleanUp')),
  kind_reason text not null,
  trigger text not null check (trigger in ('schedule', 'manual', 'link', 'settings', 'retry', 'approval')),
  state text not null check (state in ('running', 'succeeded', 'held', 'failed', 'cancelled')),
  decision text check (decision in ('approved', 'rejected', 'superseded')),
  -- The held run whose list is this run's too, and the run whose list this one applies.
  waiting_run bigint,
  approves bigint,
  -- Workflow run and activity that opened it: asked again, the same run is the answer.
  opened_by text not null,
  request_ids text[] not null default '{}',
  settings_version integer not null,
  fields_version integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  error_code text,
  error_detail text,

  -- Where the listing stands. A cursor is Graph's link: it lives here alone, never in a workflow's history.
  cursor_link text,
  previous_link text,
  -- Pages written so far. Never begins anew, so that a page can tell whether it was written already.
  page integer not null default 0,
  restarts integer not null default 0,
  went_back boolean not null default false,
  listing_done boolean not null default false,
  expected integer,
  -- Candidates that answered by id, and present employees when the clean-up was planned.
  still_there integer not null default 0,
  active integer not null default 0,
  -- The last row number in run_changes.
  last_change integer not null default 0,

  read integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  removed integer not null default 0,
  restored integer not null default 0,
  missing integer not null default 0,
  duplicates integer not null default 0,
  unproven integer not null default 0,
  skipped jsonb not null default '{}',
  primary key (tenant_id, id),
  unique (tenant_id, opened_by)
);
-- The lease: one run of a tenant at a time, whatever else happens.
create unique index one_running_run on sync_runs (tenant_id) where state = 'running';
create index on sync_runs (tenant_id, id) where state = 'held';
alter table sync_runs enable row level security;
create policy own on sync_runs using (tenant_id = (select rollcall_tenant()));

-- The tables below hold a row for each of many people: no foreign keys, a check of each row would cost a third more.

create table employees (
  id uuid primary key default uuidv7(),
  tenant_id uuid not null,
  entra_object_id uuid not null,
  email text not null,
  -- In lower case: addresses are compared without regard to it.
  email_key text not null,
  sort_name text collate "und-x-icu" not null,
  status text not null default 'active' check (status in ('active', 'duplicate', 'missing', 'removed')),
  duplicate_of uuid,
  kind text not null,
  values jsonb not null,
  -- Digest of all that a listing can change: compared instead of the values.
  hash bytea not null,
  -- The run that gave this employee the address.
  held_since bigint not null,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index on employees (tenant_id, entra_object_id);
create index on employees (tenant_id, sort_name, id);
create index on employees (tenant_id, email_key, id);
create index on employees (tenant_id, updated_at, id);
create index on employees (tenant_id, id);
create index on employees (tenant_id, email_key) where status = 'duplicate';
alter table employees enable row level security;
create policy own on employees using (tenant_id = (select rollcall_tenant()));

-- What a run did, one row a person and change. Codes of actions and reasons: db/codes.ts.
create table run_changes (
  tenant_id uuid not null,
  run_id bigint not null,
  seq integer not null,
  entra_object_id uuid not null,
  employee_id uuid not null,
  action smallint not null,
  reason smallint not null,
  at timestamptz not null default now(),
  before jsonb,
  after jsonb,
  primary key (tenant_id, run_id, seq)
);
create index on run_changes (tenant_id, entra_object_id, run_id) where action <> 1;
alter table run_changes enable row level security;
create policy own on run_changes using (tenant_id = (select rollcall_tenant()));

-- Who was seen in a listing and what became of each: two bytes a person in `outcomes`, outcome and e-mail source.
create table listing_pages (
  tenant_id uuid not null,
  run_id bigint not null,
  page integer not null,
  ids uuid[] not null,
  outcomes bytea not null,
  primary key (tenant_id, run_id, page)
);
-- Random ids do not compress: trying costs time for nothing.
alter table listing_pages alter ids set storage external;
alter table listing_pages enable row level security;
create policy own on listing_pages using (tenant_id = (select rollcall_tenant()));

-- Removals that a run plans: applied all together, or held all together.
create table planned_removals (
  tenant_id uuid not null,
  run_id bigint not null,
  entra_object_id uuid not null,
  employee_id uuid not null,
  reason smallint not null,
  -- 0 to be proven, 1 proven, 2 could not be proven
  proof smallint not null,
  primary key (tenant_id, run_id, entra_object_id)
);
alter table planned_removals enable row level security;
create policy own on planned_removals using (tenant_id = (select rollcall_tenant()));

-- Search by part of a name or an address. Under a policy an operator that is not leakproof, as like is, cannot use an
-- index, so the owner searches, and this function checks the tenant itself.
create function rollcall_search_employees(tenant uuid, term text)
  returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select e.id from public.employees e
    where e.tenant_id = tenant and tenant = public.rollcall_tenant()
      and (strpos(lower(e.sort_name), lower(term collate "und-x-icu")) > 0
          or strpos(e.email_key, lower(term collate "und-x-icu")) > 0)
  $$;
revoke all on function rollcall_search_employees from public;
