-- Values that people set by hand, by field key: each locks its field until it is given back.
alter table employees add column values_by_hand jsonb not null default '{}';

-- Of a value set by hand or given back: the field, before and after. Null for what people do otherwise.
alter table hand_changes add column before jsonb;
alter table hand_changes add column after jsonb;
create index on hand_changes (tenant_id, entra_object_id) where before is not null;
