-- The run that created an employee: the index of run_changes leaves creations out, and a history begins with one.
alter table employees add column created_in bigint;
update employees e set created_in = c.run_id from run_changes c
  where c.tenant_id = e.tenant_id and c.entra_object_id = e.entra_object_id and c.action = 1;
alter table employees alter column created_in set not null;

-- Lists of one status that few have need not walk everybody. Active employees, nearly all, cost nothing here.
create index on employees (tenant_id, status, id) where status <> 'active';

-- Whose list took the place of a held one: an approval that comes too late is told where to look.
alter table sync_runs add column superseded_by bigint;
