import { setTimeout as pause } from 'node:timers/promises';
import { path, query } from '../api.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { listOf, SyncRun, Tenant } from '../responses.schema.ts';

/** A request for a run, as the API gave it an id. */
export type RunRequest = { readonly tenantId: string; readonly label: string; readonly requestId: string };

export type Watcher = {
  /** No run has begun yet; says why, where that is known. */
  readonly waiting: (why: string) => void;
  readonly running: (run: SyncRun) => void;
  /** Rollcall is away at the moment. */
  readonly away: (error: CliError) => void;
};

/** A sleeping tenant's run starts within a second, so the first looks follow quickly. */
const LOOKS_MS = [200, 200, 300, 500];
const LOOK_MS = 1000;
/** Looks without a run after which the tenant is asked why. */
const PATIENCE = 8;

/**
 * Waits for the run that answers the request, and then for its end. Outages are sat out for as long as one answer may
 * take; throws CliError after that, and when tenant or key are gone.
 */
export async function waitForRun(context: Context, request: RunRequest, watcher: Watcher): Promise<SyncRun> {
  const { tenantId, requestId } = request;
  const runs = `${path`/api/tenants/${tenantId}/runs`}${query({ requestId, limit: 1 })}`;
  watcher.waiting('');
  for (let looks = 0; ; looks++) {
    const { items } = await sitOut(context, watcher, () => context.api.get(runs, listOf(SyncRun)));
    // Newest first: what a pause cut off is run again, under the same request.
    const [run] = items;
    if (run !== undefined) watcher.running(run);
    if (run !== undefined && run.state !== 'running') return run;
    if (run === undefined && looks % PATIENCE === PATIENCE - 1)
      watcher.waiting(await whyNot(context, watcher, tenantId));
    await pause(LOOKS_MS[looks] ?? LOOK_MS);
  }
}

/** Waits for the end of a run that is known by its number; outages are sat out as above. `route`: where the API keeps it. */
export async function waitForEnd(context: Context, route: string, watcher: Watcher): Promise<SyncRun> {
  for (let looks = 0; ; looks++) {
    const run = await sitOut(context, watcher, () => context.api.get(route, SyncRun));
    watcher.running(run);
    if (run.state !== 'running') return run;
    await pause(LOOKS_MS[looks] ?? LOOK_MS);
  }
}

/** Why no run has begun, as far as the tenant tells. Throws CliError when none ever will. */
async function whyNot(context: Context, watcher: Watcher, tenantId: string): Promise<string> {
  const { status } = await sitOut(context, watcher, () => context.api.get(path`/api/tenants/${tenantId}`, Tenant));
  if (status === 'paused') return 'The tenant is paused: the run starts when it is resumed.';
  if (status === 'unlinked' || status === 'offboarding') {
    throw new CliError('refused', `The tenant is ${status}: no run will start.`, { code: 'noRunWillStart' });
  }
  return 'It starts when the run that is going has ended; if none is going, look whether the worker runs.';
}

async function sitOut<Answer>({ timeoutMs }: Context, watcher: Watcher, ask: () => Promise<Answer>): Promise<Answer> {
  const since = Date.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliError) || !error.passing || Date.now() - since >= timeoutMs) throw error;
      watcher.away(error);
      await pause(LOOK_MS);
    }
  }
}
