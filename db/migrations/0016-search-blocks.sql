-- What a search for a part of a name or an address reads: the names and addresses of a few employees in one text, in lower
-- case, a line each, so that a million people are some fifty thousand texts; with their names as they are sorted by, so that
-- an employee is read only to be shown. An index of trigrams would cost a first sync a third more, and finds nothing for one
-- or two letters. Kept by db/search-blocks.ts, in the transaction that changes a name.
create table search_blocks (
  tenant_id uuid not null,
  -- The first of the ids: blocks stand in the order of ids, and each id within the block that begins before it.
  first_id uuid not null,
  ids uuid[] not null,
  names text[] collate "und-x-icu" not null,
  text text not null,
  primary key (tenant_id, first_id)
) with (toast_tuple_target = 8160);
alter table search_blocks alter ids set storage main, alter names set storage main, alter text set storage main;
alter table search_blocks enable row level security;
create policy own on search_blocks using (tenant_id = (select rollcall_tenant()));

-- It looked at every employee.
drop function rollcall_search_employees(uuid, text);
