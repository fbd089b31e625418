import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import { QUIET, type History, type MeanwhileStep, type RunTrouble, type Step, type SyncStep } from './history.ts';
import { showsManagers } from './how-disturbed.ts';
import type { Lane } from './lane.ts';
import { playHand } from './play-hand.ts';
import { beginOffboarding } from './play-offboarding.ts';
import { playPreview } from './play-preview.ts';
import { playRun, type Played } from './play-run.ts';
import { asNeighbour, beginTenancy, CALM, onboardAnew, visit, type Tenancy } from './tenancy.ts';
import type { Tally, WatchedTenant } from './watched-tenant.ts';

/** Plays a history to its end, then a last run that nothing disturbs. Throws where a rule does not hold. */
export async function playHistory(lane: Lane, history: History): Promise<Tally> {
  const tally: Tally = { compared: 0, disturbed: 0 };
  try {
    const neighbour = history.neighbour && (await beginTenancy(lane, history.neighbour, tally));
    if (neighbour !== undefined) await play(neighbour, FIRST_SYNC);
    const here = await beginTenancy(lane, history, tally);
    const tenancy = neighbour === undefined ? here : { ...here, neighbour: await asNeighbour(neighbour) };
    for (const step of history.steps) await play(tenancy, step);
    await endWell(tenancy);
    if (tenancy.neighbour !== undefined) await visit(tenancy, endWell);
    return tally;
  } finally {
    lane.emulator.faults.clear();
    for (const { entraTenantId } of lane.emulator.directories.all()) lane.emulator.directories.remove(entraTenantId);
  }
}

const FIRST_SYNC: SyncStep = { do: 'sync', how: 'manual', trouble: QUIET };

async function play(tenancy: Tenancy, step: Step): Promise<void> {
  const { tenant } = tenancy;
  const { lane, admin, directory } = tenant;
  switch (step.do) {
    case 'sync': {
      const { how, trouble } = step;
      const trigger = how === 'full' ? 'manual' : how;
      await run(tenancy, { trigger, full: how === 'full', requestIds: [randomUUID()] }, trouble);
      return;
    }
    case 'wait':
      lane.emulator.clock.advance(step.hours * 3_600_000);
      return;
    case 'fault':
      lane.emulator.fault({ ...step.fault, entraTenantId: directory.entra.entraTenantId });
      return;
    case 'behave':
      directory.entra.setBehaviour(step.behaviour);
      return;
    case 'calm':
      calm(tenant);
      return;
    case 'approve':
      await approve(tenancy, step.forget);
      return;
    case 'visit':
      await visit(tenancy, (neighbour) => play(neighbour, step.step));
      return;
    case 'offboard':
      await beginOffboarding(tenant, step);
      if (tenant.going === undefined) await onboardAnew(tenancy);
      return;
    case 'save':
    case 'saveBack':
    case 'pause':
    case 'resume':
    case 'reject':
      await admin.act(step);
      return;
    case 'giveKind':
    case 'setValue':
    case 'giveValueBack':
    case 'keep':
    case 'erase':
      await playHand(tenant, step);
      return;
    case 'preview':
      await playPreview(tenant, step);
      return;
    case 'join':
    case 'change':
    case 'changeCase':
    case 'convert':
    case 'swapAddresses':
    case 'manage':
    case 'enter':
    case 'exit':
    case 'deleteGroup':
    case 'restoreGroup':
    case 'grant':
    case 'leave':
    case 'restore':
    case 'purge':
    case 'rejoin':
    case 'exodus':
      directory.play(step);
      // Changes do not tell whom somebody manages who was deleted before that was known, and came back.
      if (step.do === 'restore') tenant.mayHaveMissed ||= showsManagers(admin.rules);
  }
}

/** Faults stop, what waits is approved, and the next run over everybody says what is. */
async function endWell(tenancy: Tenancy): Promise<void> {
  const { tenant } = tenancy;
  calm(tenant);
  tenant.directory.mendGroups();
  await tenant.admin.act({ do: 'resume' });
  for (let runs = 0; runs < 6; runs++) {
    const { report, undisturbed } = await run(tenancy, { trigger: 'manual', full: true, requestIds: [] }, QUIET);
    if (!report.opened) throw new Error(`The last run was not opened: ${report.answer}.`);
    if (report.kind === 'full' && report.end === 'succeeded') {
      expect(undisturbed, 'the last run is undisturbed').toBe(true);
      return;
    }
    await approve(tenancy, false);
  }
  throw new Error('The last run is held again and again.');
}

async function approve(tenancy: Tenancy, forget: boolean): Promise<void> {
  const approves = await tenancy.tenant.admin.approve();
  if (approves === undefined || forget) return;
  await run(tenancy, { trigger: 'approval', full: false, requestIds: [], approves }, QUIET);
}

function calm({ lane, directory }: WatchedTenant): void {
  lane.emulator.faults.clear();
  directory.entra.setBehaviour(CALM);
}

async function run(tenancy: Tenancy, request: Omit<OpenRunRequest, 'tenantId'>, trouble: RunTrouble): Promise<Played> {
  const played = await playRun(tenancy.tenant, request, trouble, (step) => playMeanwhile(tenancy, step));
  if (tenancy.tenant.leaves) await onboardAnew(tenancy);
  return played;
}

async function playMeanwhile(tenancy: Tenancy, step: MeanwhileStep): Promise<void> {
  // Its workflow would apply it after this run.
  if (step.do === 'approve') await tenancy.tenant.admin.approve();
  else await play(tenancy, step);
}
