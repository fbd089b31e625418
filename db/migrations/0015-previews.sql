-- Previews: runs that plan by rules which are not saved, and store the plan apart from everything that runs apply.
alter table sync_runs drop constraint sync_runs_kind_check;
alter table sync_runs add constraint sync_runs_kind_check check (kind in ('full', 'incremental', 'cleanUp', 'preview'));
-- A preview holds no lease: it runs beside a run, and beside another preview.
drop index one_running_run;
create unique index one_running_run on sync_runs (tenant_id) where state = 'running' and kind <> 'preview';
create index on sync_runs (tenant_id, id) where kind = 'preview';
-- Of a preview whose clean-up would wait for a decision: the removals that the guard would count, and how many it would let go.
alter table sync_runs add column would_remove integer;
alter table sync_runs add column removal_limit integer;
-- When a preview of this tenant is to be forgotten; null: it has none.
alter table tenants add column previews_due_at timestamptz;
create index on tenants (previews_due_at) where previews_due_at is not null;

-- The rules that a preview goes by where they are not the saved ones; null: those of its run's version.
create table previews (
  tenant_id uuid not null,
  run_id bigint not null,
  settings jsonb,
  items jsonb,
  primary key (tenant_id, run_id)
);
alter table previews enable row level security;
create policy own on previews using (tenant_id = (select rollcall_tenant()));

-- Who was read, and what became of each, as in listing_pages.
create table preview_pages (
  tenant_id uuid not null,
  run_id bigint not null,
  page integer not null,
  ids uuid[] not null,
  outcomes bytea not null,
  primary key (tenant_id, run_id, page)
);
alter table preview_pages alter ids set storage external;
alter table preview_pages enable row level security;
create policy own on preview_pages using (tenant_id = (select rollcall_tenant()));

-- What saving would do, one row a person. Name, address and values are of people who match; of whoever would go, the
-- employee has them.
create table preview_changes (
  tenant_id uuid not null,
  run_id bigint not null,
  entra_object_id uuid not null,
  employee_id uuid,
  action smallint not null,
  reason smallint not null,
  -- 1 would come, 2 would change, 3 would go
  list smallint not null generated always as (case action when 1 then 1 when 5 then 1 when 2 then 2 else 3 end) stored,
  sort_name text collate "und-x-icu" not null default '',
  email_key text not null default '',
  before jsonb,
  after jsonb,
  primary key (tenant_id, run_id, entra_object_id)
);
create index on preview_changes (tenant_id, run_id, list, sort_name, entra_object_id);
-- Whose values are to be erased.
create index on preview_changes (tenant_id, entra_object_id);
alter table preview_changes enable row level security;
create policy own on preview_changes using (tenant_id = (select rollcall_tenant()));
