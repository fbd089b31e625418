-- Whom people keep is a handful among many, and asked for at the end of each incremental run.
create index on employees (tenant_id) where pinned;
