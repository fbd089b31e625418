import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import { GROUPS } from './chosen-groups.ts';
import { QUIET, type History, type MeanwhileStep, type RunTrouble, type Step } from './history.ts';
import { showsManagers } from './how-disturbed.ts';
import type { Lane } from './lane.ts';
import { playHand } from './play-hand.ts';
import { playPreview } from './play-preview.ts';
import { playRun, type Played } from './play-run.ts';
import { RememberedDirectory } from './remembered-directory.ts';
import { WatchedTenant, type Tally } from './watched-tenant.ts';

/** Plays a history to its end, then a last run that nothing disturbs. Throws where a rule does not hold. */
export async function playHistory(lane: Lane, history: History): Promise<Tally> {
  const entra = lane.emulator.addDirectory({
    name: randomUUID(),
    domain: 'contoso.example',
    entraTenantId: randomUUID(),
    behaviour: CALM,
    permissions: ['User.Read.All', 'Organization.Read.All', 'GroupMember.Read.All'],
    groups: [...GROUPS],
  });
  const directory = new RememberedDirectory(entra, lane.emulator.clock, history.people);
  const tenant = await WatchedTenant.open(lane, directory);
  try {
    await tenant.admin.save(history.settings);
    for (const step of history.steps) await play(tenant, step);
    await endWell(tenant);
    return tenant.tally;
  } finally {
    lane.emulator.faults.clear();
    lane.emulator.directories.remove(entra.entraTenantId);
  }
}

const CALM = {
  ...{ largestPage: 999, deltaPageSize: 200, deltaLagMs: 0, deltaRepeats: false, deltaReplays: false },
  ...{ replicationLagMs: 0, disagreeingReplicas: false, throttling: false },
};

async function play(tenant: WatchedTenant, step: Step): Promise<void> {
  const { lane, admin, directory } = tenant;
  switch (step.do) {
    case 'sync': {
      const { how, trouble } = step;
      const trigger = how === 'full' ? 'manual' : how;
      await run(tenant, { trigger, full: how === 'full', requestIds: [randomUUID()] }, trouble);
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
      await approve(tenant, step.forget);
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
    case 'swapAddresses':
    case 'manage':
    case 'enter':
    case 'exit':
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
async function endWell(tenant: WatchedTenant): Promise<void> {
  calm(tenant);
  await tenant.admin.act({ do: 'resume' });
  for (let runs = 0; runs < 6; runs++) {
    const { report, undisturbed } = await run(tenant, { trigger: 'manual', full: true, requestIds: [] }, QUIET);
    if (!report.opened) throw new Error(`The last run was not opened: ${report.answer}.`);
    if (report.kind === 'full' && report.end === 'succeeded') {
      expect(undisturbed, 'the last run is undisturbed').toBe(true);
      return;
    }
    await approve(tenant, false);
  }
  throw new Error('The last run is held again and again.');
}

async function approve(tenant: WatchedTenant, forget: boolean): Promise<void> {
  const approves = await tenant.admin.approve();
  if (approves === undefined || forget) return;
  await run(tenant, { trigger: 'approval', full: false, requestIds: [], approves }, QUIET);
}

function calm({ lane, directory }: WatchedTenant): void {
  lane.emulator.faults.clear();
  directory.entra.setBehaviour(CALM);
}

const run = (tenant: WatchedTenant, request: Omit<OpenRunRequest, 'tenantId'>, trouble: RunTrouble): Promise<Played> =>
  playRun(tenant, request, trouble, (step) => playMeanwhile(tenant, step));

async function playMeanwhile(tenant: WatchedTenant, step: MeanwhileStep): Promise<void> {
  // Its workflow would apply it after this run.
  if (step.do === 'approve') await tenant.admin.approve();
  else await play(tenant, step);
}
