-- Microsoft told of somebody in what is read now without saying who: it is not complete, and no clean-up may go by it.
alter table sync_runs add column incomplete boolean not null default false;
