-- How the directory stood at the end of each run, so that pages need count nobody: how many people were in it, and how
-- many were left out by which rule. Null: not known of that run.
alter table sync_runs add column employees integer;
alter table sync_runs add column not_imported jsonb;
