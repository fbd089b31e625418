-- Values are written whole and read whole, and nobody looks for one of them: as text they are taken as they come, where
-- taking each apart was a sixth of what PostgreSQL does for a first sync. Rewrites the table.
alter table employees alter column values type json using values::json;

-- The tenant had no employee when the run began, and nobody whom it has read before is read again: people are stored
-- without being looked for, and only whoever turns out to be there is.
alter table sync_runs add column from_nothing boolean not null default false;
