import { followRun } from './follow-run.ts';
import { ApiRefused, openApi, type Run, type Tenant } from './rollcall-api.ts';
import type { Emulator } from './start-components.ts';
import type { Terminal } from './terminal.ts';

/** What the emulator's directory calls itself. */
const SAMPLE_COMPANY = 'Fernhill Instruments Ltd';

/**
 * Onboards the emulator's sample company over HTTP, like any operator, and shows its first run. On later starts it only
 * says what is there. Returns the tenant, or undefined when the API refused it; that is said, and everything stays up.
 */
export async function syncSampleCompany(
  { apiUrl, operatorKey, emulator }: { apiUrl: string; operatorKey: string; emulator: Emulator },
  { say, progress }: Terminal,
  signal: AbortSignal,
): Promise<Tenant | undefined> {
  const api = openApi(apiUrl, operatorKey);
  try {
    const { tenant, isNew } = await api.onboard(SAMPLE_COMPANY, emulator.entraTenantId);
    if (tenant.lastSyncedAt != null) {
      say(`${tenant.name} is there: ${tenant.employees ?? 0} employees, last synced ${tenant.lastSyncedAt}.`);
      return tenant;
    }
    say(`${tenant.name} ${isNew ? 'is onboarded' : 'is there'}; its first run reads the directory:`);
    const run = await followRun({
      newestRun: () => api.newestRun(tenant.id),
      signal,
      onProgress: ({ progress: now }) => now && progress(now.read, now.expected ?? undefined, 'people read'),
    });
    say(outcomeOf(run));
    return tenant;
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    say(`${SAMPLE_COMPANY} could not be onboarded: ${error.message}`);
    return undefined;
  }
}

function outcomeOf(run: Run | undefined): string {
  if (run === undefined) return '  no run has begun within a minute: .rollcall/logs/worker.log may tell why.';
  if (run.state !== 'succeeded' && run.state !== 'held') {
    return `  the first run is ${run.state}: ${run.error?.message ?? 'without a reason'} ${run.error?.remedy ?? ''}`;
  }
  const { read, created, skipped } = run.counts;
  const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
  const leftOut = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons.map(([reason, count]) => `${count} ${reason}`).join(', ');
  const seconds = (Date.parse(run.finishedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1000;
  return `  ${read} people read, ${created} imported, ${leftOut} left out${why && ` (${why})`}, in ${seconds.toFixed(1)} s.`;
}

/** A link to administer that tenant with an account of its directory; undefined where none is given. */
export async function inviteToSampleCompany(
  { apiUrl, operatorKey }: { apiUrl: string; operatorKey: string },
  { id }: Tenant,
): Promise<string | undefined> {
  try {
    return await openApi(apiUrl, operatorKey).invite(id);
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    return undefined; // a tenant that is being off-boarded
  }
}
