export { syncRun } from './sync-run.ts';
export { tenantSync } from './tenant-sync.ts';
