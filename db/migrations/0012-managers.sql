-- Who was last known to manage an employee: an object id, of whoever it is. Kept when that person is deleted in Entra,
-- for they can be restored.
alter table employees add column manager_entra_object_id uuid;
create index on employees (tenant_id, manager_entra_object_id) where manager_entra_object_id is not null;

-- Employees whom the next incremental run asks Entra for by id: their manager changed, or could not be told.
create table people_to_ask (
  tenant_id uuid not null,
  entra_object_id uuid not null,
  primary key (tenant_id, entra_object_id)
);
alter table people_to_ask enable row level security;
create policy own on people_to_ask using (tenant_id = (select rollcall_tenant()));
