-- Photos of employees, of tenants that want them: outside of runs, so that no run waits for one. When this tenant's are
-- looked after next; null: it wants none. And why they could not be the last time.
alter table tenants add column photos_next_at timestamptz;
alter table tenants add column photos_error text;
create index on tenants (photos_next_at) where photos_next_at is not null;

create table employee_photos (
  tenant_id uuid not null,
  employee_id uuid not null,
  -- As Graph had it when the photo was last fetched; null: there is none.
  etag text,
  -- Null: there is none, or it is refused: too large, or of another type.
  content bytea,
  content_type text check (content_type in ('image/jpeg', 'image/png')),
  -- SHA-256 of the content: what a browser compares.
  digest bytea,
  -- When Graph is asked about it again.
  ask_at timestamptz not null,
  primary key (tenant_id, employee_id),
  check ((content is null) = (content_type is null)),
  check ((content is null) = (digest is null))
);
-- Photos are compressed already.
alter table employee_photos alter content set storage external;
alter table employee_photos enable row level security;
create policy own on employee_photos using (tenant_id = (select rollcall_tenant()));
