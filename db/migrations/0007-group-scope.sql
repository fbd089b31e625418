-- Members of the groups that a tenant chooses, object ids alone, page by page as a run reads them. Kept of the last run
-- that moved the watermark, to tell who joined and left since; another's go with its end.
create table scope_pages (
  tenant_id uuid not null,
  run_id bigint not null,
  page integer not null,
  ids uuid[] not null,
  primary key (tenant_id, run_id, page)
);
alter table scope_pages alter ids set storage external;
alter table scope_pages enable row level security;
create policy own on scope_pages using (tenant_id = (select rollcall_tenant()));

-- Where the reading of members stands: the place of the group in the settings, Graph's link, pages written. Like `page`,
-- the number of pages never begins anew.
alter table sync_runs add column scope_group integer not null default 0;
alter table sync_runs add column scope_link text;
alter table sync_runs add column scope_page integer not null default 0;
alter table sync_runs add column scope_restarts integer not null default 0;
alter table sync_runs add column scope_done boolean not null default false;
-- The last of those who joined or left the groups, in the order of ids, whom an incremental run has looked up.
alter table sync_runs add column moved_after uuid;
alter table sync_runs add column moved_done boolean not null default false;
