import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { FaultKind } from '../../emulator/faults/fault.schema.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { checkRun } from './check-run.ts';
import { QUIET, type AdminStep, type DirectoryStep, type History, type RunTrouble, type Step } from './history.ts';
import type { Lane } from './lane.ts';
import { Ledger } from './ledger.ts';
import { observe, type Observation } from './observe.ts';
import { actAsLost, performRun, type RunReport, type RunStage } from './perform-run.ts';
import { judgePerson, type PlainRules } from './plain-person.ts';
import { RememberedDirectory } from './remembered-directory.ts';
import { TenantAdmin } from './tenant-admin.ts';

/** How many runs could be compared with the rules, and how many were disturbed. */
export type Tally = { compared: number; disturbed: number };

/** Plays a history to its end, then a last run that nothing disturbs. Throws where a rule does not hold. */
export async function playHistory(lane: Lane, history: History): Promise<Tally> {
  const entra = lane.emulator.addDirectory({
    name: randomUUID(),
    domain: 'contoso.example',
    entraTenantId: randomUUID(),
    behaviour: CALM,
  });
  const directory = new RememberedDirectory(entra, lane.emulator.clock, history.people);
  const tenantId = await lane.tenantOf(entra.entraTenantId);
  try {
    const played = new PlayedHistory(lane, directory, tenantId);
    await played.start();
    await played.admin.save(history.settings);
    for (const step of history.steps) await played.play(step);
    await played.endWell();
    return played.tally;
  } finally {
    lane.emulator.faults.clear();
    lane.emulator.directories.remove(entra.entraTenantId);
  }
}

const CALM = {
  ...{ largestPage: 999, deltaPageSize: 200, deltaLagMs: 0, deltaRepeats: false, deltaReplays: false },
  ...{ replicationLagMs: 0, disagreeingReplicas: false, throttling: false },
};

/** What makes an answer say something else than what is, so that a run cannot know. */
const LIES: readonly FaultKind[] = ['shift', 'emptyListing', 'idAndNulls'];

/** What was seen of a run from outside. */
type Played = { readonly report: RunReport; readonly undisturbed: boolean };
type OpenedReport = Extract<RunReport, { opened: true }>;
type Watched = {
  readonly before: Observation;
  readonly after: Observation;
  readonly rules: PlainRules;
  readonly meanwhile: boolean;
  readonly behaviour: Behaviour;
};

class PlayedHistory {
  readonly tally: Tally = { compared: 0, disturbed: 0 };
  readonly #lane: Lane;
  readonly #directory: RememberedDirectory;
  readonly #tenantId: TenantId;
  readonly admin: TenantAdmin;
  readonly #ledger = new Ledger();
  #seen: Observation | undefined;
  /** Something that Graph does not tell again may have been missed since the last run over everybody. */
  #mayHaveMissed = false;
  /** A run that was abandoned, and whose workflow may still act. */
  #lost: RunId | undefined;

  constructor(lane: Lane, directory: RememberedDirectory, tenantId: TenantId) {
    this.#lane = lane;
    this.#directory = directory;
    this.#tenantId = tenantId;
    this.admin = new TenantAdmin(lane, tenantId);
  }

  async start(): Promise<void> {
    this.#seen = await this.#observe(null);
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case 'sync': {
        const { how, trouble } = step;
        await this.#run(
          { trigger: how === 'full' ? 'manual' : how, full: how === 'full', requestIds: [randomUUID()] },
          trouble,
        );
        return;
      }
      case 'wait':
        this.#lane.emulator.clock.advance(step.hours * 3_600_000);
        return;
      case 'fault':
        this.#lane.emulator.fault({ ...step.fault, entraTenantId: this.#directory.entra.entraTenantId });
        return;
      case 'behave':
        this.#directory.entra.setBehaviour(step.behaviour);
        return;
      case 'calm':
        this.#calm();
        return;
      case 'approve':
        await this.#approve(step.forget);
        return;
      case 'save':
      case 'saveBack':
      case 'pause':
      case 'resume':
      case 'reject':
        await this.admin.act(step);
        return;
      case 'join':
      case 'change':
      case 'changeCase':
      case 'swapAddresses':
      case 'manage':
      case 'leave':
      case 'restore':
      case 'purge':
      case 'rejoin':
      case 'exodus':
        this.#directory.play(step);
        // Changes do not tell whom somebody manages who was deleted before that was known, and came back.
        if (step.do === 'restore') this.#mayHaveMissed ||= this.#showsManagers();
    }
  }

  /** Faults stop, what waits is approved, and the next run over everybody says what is. */
  async endWell(): Promise<void> {
    this.#calm();
    await this.admin.act({ do: 'resume' });
    for (let runs = 0; runs < 6; runs++) {
      const { report, undisturbed } = await this.#run({ trigger: 'manual', full: true, requestIds: [] }, QUIET);
      if (!report.opened) throw new Error(`The last run was not opened: ${report.answer}.`);
      if (report.kind === 'full' && report.end === 'succeeded') {
        expect(undisturbed, 'the last run is undisturbed').toBe(true);
        return;
      }
      await this.#approve(false);
    }
    throw new Error('The last run is held again and again.');
  }

  async #approve(forget: boolean): Promise<void> {
    const approves = await this.admin.approve();
    if (approves === undefined || forget) return;
    await this.#run({ trigger: 'approval', full: false, requestIds: [], approves }, QUIET);
  }

  #calm(): void {
    this.#lane.emulator.faults.clear();
    this.#directory.entra.setBehaviour(CALM);
  }

  /** One run, watched from before it to after it. */
  async #run(request: Omit<OpenRunRequest, 'tenantId'>, trouble: RunTrouble): Promise<Played> {
    const { emulator, breaks } = this.#lane;
    const before = this.#seen ?? (await this.#observe(null));
    const began = { at: emulator.clock.now(), rules: this.admin.rules, behaviour: this.#directory.entra.behaviour };
    emulator.requests.clear();
    breaks.set(trouble.databaseBreaks);
    let meanwhile = false;
    const stage = this.#stageFor(trouble, () => (meanwhile = true));
    const report = await performRun(stage, this.#tenantId, request, trouble);
    breaks.set(undefined);
    if (!report.opened) return { report, undisturbed: false };

    this.#lost = report.end === 'abandoned' ? report.runId : undefined;
    const after = await this.#observe(report.runId);
    this.#seen = after;
    const rules = report.kind === 'cleanUp' ? withCleanUp(began.rules) : began.rules;
    const states = this.#directory.since(began.at - lagOf(began.behaviour));
    checkRun(before, after, { states, rules });
    return this.#judge(report, { before, after, rules, meanwhile, behaviour: began.behaviour });
  }

  #stageFor(trouble: RunTrouble, onMeanwhile: () => void): RunStage {
    const { emulator, breaks, activities } = this.#lane;
    const lost = this.#lost;
    return {
      activities: activities[trouble.shortChunks ? 'short' : 'long'],
      advance: (ms) => emulator.clock.advance(ms),
      unknownError: () => breaks.unknownError,
      afterEach: async (ended) => {
        if (ended === 1 && lost !== undefined) await this.#actAsLost(lost);
        if (trouble.meanwhile?.after !== ended) return;
        onMeanwhile();
        await this.#meanwhile(trouble.meanwhile.step);
      },
    };
  }

  /** Compares where the rules alone say what there is to be, and takes over what is where they do not. */
  #judge(report: OpenedReport, { before, after, rules, meanwhile, behaviour }: Watched): Played {
    const { emulator } = this.#lane;
    const requests = emulator.requests.list();
    expect(
      requests.filter(({ isWrite }) => isWrite),
      'requests that are no reads',
    ).toEqual([]);
    const at = emulator.clock.now();
    const everybody = this.#directory.everybody;
    const kind = after.run?.kind ?? report.kind;
    const ended = report.end === 'succeeded' || report.end === 'held';

    const met = requests.flatMap(({ faults }) => faults);
    // Where a field needs the manager, everybody is read as changes.
    const readAsChanges = kind === 'full' && rules.fields.some(({ source }) => source.startsWith('manager/'));
    const lags = behaviour.replicationLagMs > 0 || (readAsChanges && behaviour.deltaLagMs > 0);
    const lied = lags || met.some((fault) => LIES.includes(fault));
    const couldNotSee = requests.some(({ faults, inBatch }) => inBatch && faults.length > 0);
    // Who is asked for to see whether answers are worth anything may have left: then nobody is proven gone.
    const unproven = (after.run?.unproven ?? 0) > (kind === 'cleanUp' ? this.#onListAndMatching(rules) : 0);
    const misled = lied || couldNotSee || unproven;
    const whole = kind !== 'incremental' || (!this.#mayHaveMissed && behaviour.deltaLagMs === 0);

    if (met.length === 0 && !misled && !meanwhile && report.end !== 'abandoned') {
      expect(ended, `a run ends well when nothing disturbs it, not as ${JSON.stringify(report.end)}`).toBe(true);
    }
    const compared = ended && !misled && !meanwhile && whole;
    if (compared && kind === 'cleanUp') this.#ledger.compareApproved(after, this.admin.approved, everybody, rules);
    else if (compared) this.#ledger.compare(after, everybody, rules, at);
    else this.#ledger.takeOver(before, after, { settled: report.did.has('settle'), at });
    if (compared && kind === 'full') this.#mayHaveMissed = false;
    if (misled) this.#mayHaveMissed = true;
    this.tally[compared ? 'compared' : 'disturbed']++;
    return { report, undisturbed: !misled && !meanwhile && met.length === 0 };
  }

  #showsManagers(): boolean {
    return this.admin.rules.fields.some(({ source }) => source.startsWith('manager/'));
  }

  #onListAndMatching(rules: PlainRules): number {
    const people = [...this.admin.approved].flatMap((oid) => this.#directory.everybody.get(oid) ?? []);
    return people.filter((person) => judgePerson(person, rules, this.#directory.everybody).kind === 'employee').length;
  }

  async #meanwhile(step: DirectoryStep | AdminStep): Promise<void> {
    // Its workflow would apply it after this run.
    if (step.do === 'approve') await this.admin.approve();
    else await this.play(step);
  }

  /** The workflow of a run that lost its lease goes on: nothing of what it does may have any effect. */
  async #actAsLost(runId: RunId): Promise<void> {
    const ids = { tenantId: this.#tenantId, runId };
    await this.#lane.breaks.without(() => actAsLost(this.#lane.activities.long, ids));
  }

  #observe(runId: string | null): Promise<Observation> {
    return observe(this.#lane.query, this.#tenantId, runId);
  }
}

const withCleanUp = ({ settings, fields }: PlainRules): PlainRules => ({
  settings: { ...settings, cleanUp: { ...settings.cleanUp, enabled: true } },
  fields,
});

const lagOf = ({ replicationLagMs, deltaLagMs }: Behaviour): number => Math.max(replicationLagMs, deltaLagMs);
