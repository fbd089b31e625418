-- What is wrong with Rollcall itself and no tenant's fault: a row for as long as it lasts. Code: sync/failure.ts.
create table alarms (
  code text primary key,
  since timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
alter table alarms enable row level security;
create policy across on alarms using ((select rollcall_across_tenants()));
