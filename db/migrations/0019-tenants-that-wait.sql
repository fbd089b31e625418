-- Which tenants have a clean-up that waits for a decision, for the operator's list. Runs are seen by their own tenant
-- alone, so the owner tells, and nothing but the tenants' ids; to whoever may see all tenants.
create function rollcall_tenants_that_wait()
  returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select distinct tenant_id from public.sync_runs
    where state = 'held' and waiting_run is null and public.rollcall_across_tenants()
  $$;
revoke all on function rollcall_tenants_that_wait from public;
