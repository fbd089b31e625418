-- Who would become a duplicate by a preview, and who holds the address then, one row a person. Names and addresses are of
-- people who match.
create table preview_duplicates (
  tenant_id uuid not null,
  run_id bigint not null,
  entra_object_id uuid not null,
  -- Null: somebody new.
  employee_id uuid,
  -- What they are called, else their address; empty: erased since.
  name text collate "und-x-icu" not null,
  email_key text not null,
  holder_entra_object_id uuid not null,
  holder_employee_id uuid,
  holder_name text not null,
  primary key (tenant_id, run_id, entra_object_id)
);
create index on preview_duplicates (tenant_id, run_id, name, entra_object_id);
-- Whose name and address are to be erased.
create index on preview_duplicates (tenant_id, entra_object_id);
create index on preview_duplicates (tenant_id, holder_entra_object_id);
alter table preview_duplicates enable row level security;
create policy own on preview_duplicates using (tenant_id = (select rollcall_tenant()));
