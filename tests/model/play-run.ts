import { expect } from 'vitest';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import { checkRun } from './check-run.ts';
import type { MeanwhileStep, RunTrouble } from './history.ts';
import { howDisturbed, lagOf } from './how-disturbed.ts';
import { shown, storedIn } from './ledger.ts';
import type { Observation } from './observe.ts';
import { actAsLost, performRun, type RunReport, type RunStage } from './perform-run.ts';
import { whyNobodyIsJudged, type GroupTrouble } from './plain-groups.ts';
import { kindOfAnswer, type MailboxKind } from './plain-mailbox.ts';
import type { PlainRules } from './plain-person.ts';
import { comparePromised, isDue } from './play-preview.ts';
import type { WatchedTenant } from './watched-tenant.ts';

/** What was seen of a run from outside. */
export type Played = {
  readonly report: RunReport;
  /** The rules alone said what it had to do. */
  readonly compared: boolean;
  readonly undisturbed: boolean;
};

type OpenedReport = Extract<RunReport, { opened: true }>;
type Begun = { readonly at: number; readonly rules: PlainRules; readonly behaviour: Behaviour };

/** One run, watched from before it to after it. Throws where a rule does not hold. */
export async function playRun(
  tenant: WatchedTenant,
  request: Omit<OpenRunRequest, 'tenantId'>,
  trouble: RunTrouble,
  playMeanwhile: (step: MeanwhileStep) => Promise<void>,
): Promise<Played> {
  const { emulator, breaks } = tenant.lane;
  const begun = { at: emulator.clock.now(), rules: tenant.admin.rules, behaviour: tenant.directory.entra.behaviour };
  emulator.requests.clear();
  breaks.set(trouble.databaseBreaks);
  const promised = isDue(tenant) ? tenant.promised : undefined;
  tenant.promised = undefined;
  let meanwhile = false;
  const stage = stageFor(tenant, trouble, async (step) => {
    // Beside a preview, and beside another tenant, a run does what it would do without.
    meanwhile = step.do !== 'preview' && step.do !== 'visit';
    await breaks.without(() => playMeanwhile(step));
  });
  const report = await performRun(stage, tenant.tenantId, request, trouble);
  breaks.set(undefined);
  const { going } = tenant;
  tenant.going = undefined;
  if (tenant.leaves) return { report, compared: false, undisturbed: false };
  if (!report.opened || going === undefined) return { report, compared: false, undisturbed: false };

  tenant.lost = report.end === 'abandoned' ? report.runId : undefined;
  const before = tenant.seen;
  const after = await tenant.observe(report.runId);
  tenant.seen = after;
  const rules = report.kind === 'cleanUp' ? withCleanUp(begun.rules) : begun.rules;
  const moments = tenant.directory.since(begun.at - lagOf(begun.behaviour));
  const asked = emulator.requests.list();
  const mayForget = trouble.databaseBreaks !== undefined;
  tenant.mailboxes.take(after.answers, { moments, rules, began: begun.at, asked, mayForget });
  checkRun([...going.stretches, { before: going.from, after }], {
    states: moments.map(({ everybody }) => everybody),
    rules: going.kinds.flatMap((kinds) =>
      possibleMailboxes(before, after).map((mailboxes) => ({ ...rules, kinds, mailboxes })),
    ),
  });
  const played = judge(tenant, report, { ...begun, rules, before, meanwhile });
  if (promised !== undefined && played.compared && report.kind !== 'cleanUp') comparePromised(promised, after);
  return played;
}

function stageFor(
  tenant: WatchedTenant,
  { shortChunks, meanwhile }: RunTrouble,
  play: (step: MeanwhileStep) => Promise<void>,
): RunStage {
  const { emulator, breaks, activities } = tenant.lane;
  const { lost } = tenant;
  return {
    activities: activities[shortChunks ? 'short' : 'long'],
    advance: (ms) => emulator.clock.advance(ms),
    unknownError: () => breaks.unknownError,
    afterEach: async (ended, runId) => {
      tenant.going ??= { runId, stretches: [], from: tenant.seen, kinds: [tenant.admin.rules.kinds] };
      if (ended === 1 && lost !== undefined) await actLost(tenant, lost);
      if (meanwhile?.after === ended) await play(meanwhile.step);
    },
  };
}

/** The workflow of a run that lost its lease goes on: nothing of what it does may have any effect. */
async function actLost({ tenantId, lane: { breaks, activities } }: WatchedTenant, runId: RunId): Promise<void> {
  await breaks.without(() => actAsLost(activities.long, { tenantId, runId }));
}

/** Compares where the rules alone say what there is to be, and takes over what is where they do not. */
function judge(
  tenant: WatchedTenant,
  report: OpenedReport,
  run: Begun & { readonly before: Observation; readonly meanwhile: boolean },
): Played {
  const { emulator } = tenant.lane;
  const { before, meanwhile, behaviour } = run;
  const { ledger, seen: after, directory, admin } = tenant;
  const requests = emulator.requests.list();
  expect(
    requests.filter(({ isWrite }) => isWrite),
    'requests that are no reads',
  ).toEqual([]);
  const mailboxes = tenant.mailboxes.kindsIn(directory.now, run.rules);
  const rules = { ...run.rules, mailboxes: mailboxes ?? new Map() };
  const times = { began: run.at, at: emulator.clock.now() };
  const kind = after.run?.kind ?? report.kind;
  const ended = report.end === 'succeeded' || report.end === 'held';
  const { met, misled } = howDisturbed(requests, {
    kind,
    rules,
    behaviour,
    after,
    approved: admin.approved,
    directory,
  });
  const whole = kind !== 'incremental' || (!tenant.mayHaveMissed && behaviour.deltaLagMs === 0);

  const trouble = meanwhile ? null : whyNobodyIsJudged(kind, rules, directory.now);
  const undisturbed = !met && !misled && !meanwhile;
  if (trouble !== null) checkNobodyMoved(trouble, report, { before, after, undisturbed });
  else if (undisturbed && report.end !== 'abandoned') {
    expect(ended, `a run ends well when nothing disturbs it, not as ${JSON.stringify(report.end)}`).toBe(true);
  }
  const compared = ended && !misled && !meanwhile && whole && mailboxes !== undefined;
  if (compared && !met) tenant.mailboxes.checkAsked(after.read, directory.now, rules, run.at);
  const { everybody } = directory;
  if (compared && kind === 'cleanUp') ledger.compareApproved(after, admin.approved, everybody, rules, times);
  else if (compared) ledger.compare(after, everybody, rules, times);
  else ledger.takeOver(before, after, { settled: report.did.has('settle'), at: times.at });
  if (compared && kind === 'full') tenant.mayHaveMissed = false;
  if (misled) tenant.mayHaveMissed = true;
  tenant.tally[compared ? 'compared' : 'disturbed']++;
  return { report, compared, undisturbed };
}

/** While its groups cannot be gone by, a run changes nobody, and says why; one that had nobody to prove ends well. */
function checkNobodyMoved(
  trouble: GroupTrouble,
  { kind, end }: OpenedReport,
  {
    before,
    after,
    undisturbed,
  }: { readonly before: Observation; readonly after: Observation; readonly undisturbed: boolean },
): void {
  const ended = end === 'succeeded' || end === 'held';
  expect(ended && kind !== 'cleanUp', `a run of the directory ended well, though ${trouble}`).toBe(false);
  if (undisturbed && !ended && end !== 'abandoned') expect(end, 'how the run ended').toEqual({ failed: trouble });
  expect(shown(storedIn(after)), 'the employees').toEqual(shown(storedIn(before)));
}

/** What the mailboxes may have been held for: nothing, what was known before, or what was known after. */
function possibleMailboxes(...seen: readonly Observation[]): readonly ReadonlyMap<string, MailboxKind>[] {
  const known = seen.filter(({ answers }) =>
    answers.some(({ answer }) => answer !== 'person' && answer !== 'noMailbox'),
  );
  return [
    new Map(),
    ...known.map(({ answers }) => new Map(answers.map(({ oid, answer }) => [oid, kindOfAnswer(answer)]))),
  ];
}

const withCleanUp = (rules: PlainRules): PlainRules => ({
  ...rules,
  settings: { ...rules.settings, cleanUp: { ...rules.settings.cleanUp, enabled: true } },
});
