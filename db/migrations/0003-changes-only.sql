-- Incremental runs: where the last good run ended, and the rules that it went by.
alter table tenants add column watermark text;
alter table tenants add column watermark_rules text;
alter table tenants add column full_synced_at timestamptz;

alter table sync_runs drop constraint sync_runs_kind_check;
alter table sync_runs add constraint sync_runs_kind_check check (kind in ('full', 'incremental', 'cleanUp'));
update sync_runs set kind_reason = 'noWatermark' where kind_reason = 'everyRunIsFull';
-- Equal texts for rules that give equal answers.
alter table sync_runs add column rules text not null default '';
-- What it reads now, and the first page of the listing where it read changes before.
alter table sync_runs add column phase text not null default 'listing' check (phase in ('changes', 'listing'));
alter table sync_runs add column listing_from integer not null default 0;
-- Where the next run begins if this one succeeds.
alter table sync_runs add column watermark text;
-- Changes after this one were found by the listing, though Graph had told of none: drift. Null: nothing to compare with.
alter table sync_runs add column drift_from integer;
alter table sync_runs add column drift integer;

-- Not seen in a completed listing; else called removed by Graph's changes.
alter table planned_removals add column absent boolean not null default true;
alter table planned_removals alter column absent set default false;
