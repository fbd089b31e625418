import { migrate } from '../../db/migrate.ts';
import { APP_ROLE, removePostgres, startPostgres } from '../../dev/postgres.ts';
import type { Shared } from './shared-servers.ts';

/** A cluster for one run of the tests, whose database `rollcall` is migrated, and cloned by whoever needs one. */
export async function startTemplateDatabase(
  folder: string,
): Promise<{ told: Shared['postgres']; stop: () => Promise<void> }> {
  const postgres = await startPostgres({ folder, disposable: true });
  const stop = async () => {
    await postgres.stop();
    await removePostgres(folder);
  };
  try {
    await migrate({ ownerUrl: postgres.ownerUrl, appRole: APP_ROLE });
  } catch (error) {
    await stop();
    throw error;
  }
  return { told: { superuserUrl: postgres.superuserUrl, template: postgres.database }, stop };
}
