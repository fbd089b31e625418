-- Kept by a person, whatever Entra says, until they say otherwise.
alter table employees add column pinned boolean not null default false;
-- Unpinned after this run: the next one asks Entra for them by id, since its changes told of them long ago.
alter table employees add column ask_after bigint;
-- Since then nothing of the person is left but ids, status and times.
alter table employees add column erased_at timestamptz;
create index on employees (tenant_id, ask_after) where ask_after is not null;
create index on employees (tenant_id, removed_at) where status = 'removed' and erased_at is null;

-- When it was last looked whether somebody of this tenant is to be erased, run or no run.
alter table tenants add column erasure_checked_at timestamptz;

-- What people did to employees, where run_changes tells what runs did.
create table hand_changes (
  tenant_id uuid not null,
  id bigint not null generated always as identity,
  employee_id uuid not null,
  entra_object_id uuid not null,
  action smallint not null,
  -- The tenant's newest run at that time: its place among the changes of runs.
  after_run bigint not null,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index on hand_changes (tenant_id, employee_id, id);
alter table hand_changes enable row level security;
create policy own on hand_changes using (tenant_id = (select rollcall_tenant()));
