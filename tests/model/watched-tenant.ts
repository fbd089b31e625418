import type { RunId, TenantId } from '../../sync/ids.ts';
import type { Stretch } from './check-run.ts';
import type { Lane } from './lane.ts';
import { Ledger } from './ledger.ts';
import { MailboxMemory } from './mailbox-memory.ts';
import { observe, type Observation } from './observe.ts';
import type { PlainRules } from './plain-person.ts';
import type { Promised } from './play-preview.ts';
import type { RememberedDirectory } from './remembered-directory.ts';
import { TenantAdmin } from './tenant-admin.ts';

/** How many runs could be compared with the rules, and how many were disturbed. */
export type Tally = { compared: number; disturbed: number };

/** A run that is going, cut into stretches where somebody did something by hand. */
export type GoingRun = {
  readonly runId: RunId;
  readonly stretches: Stretch[];
  /** Where the stretch began that is not over yet. */
  from: Observation;
  /** The kinds that were given by hand: as they were when it began, and after each change since. */
  readonly kinds: PlainRules['kinds'][];
};

type Watching = { readonly lane: Lane; readonly directory: RememberedDirectory; readonly tally: Tally };

/** The tenant of a history: its directory, its admin, what was seen of it last, and what there is to be. */
export class WatchedTenant {
  readonly lane: Lane;
  readonly directory: RememberedDirectory;
  readonly tenantId: TenantId;
  readonly admin: TenantAdmin;
  readonly ledger = new Ledger();
  readonly mailboxes = new MailboxMemory();
  readonly tally: Tally;
  /** Of the newest run or of what somebody did by hand since; nothing else changes what is looked at. */
  seen: Observation;
  /** Something that Graph does not tell again may have been missed since the last run over everybody. */
  mayHaveMissed = false;
  /** What a preview has told of the next run. */
  promised: Promised | undefined;
  going: GoingRun | undefined;
  /** A run that was abandoned, and whose workflow may still act. */
  lost: RunId | undefined;
  /** Likewise a preview. */
  lostPreview: RunId | undefined;
  /** It is being off-boarded. */
  leaves = false;

  private constructor({ lane, directory, tally }: Watching, tenantId: TenantId, seen: Observation) {
    this.lane = lane;
    this.directory = directory;
    this.tally = tally;
    this.tenantId = tenantId;
    this.admin = new TenantAdmin(lane, tenantId);
    this.seen = seen;
  }

  /** Onboards a directory that has no tenant. */
  static async open(watching: Watching): Promise<WatchedTenant> {
    const { lane, directory } = watching;
    const tenantId = await lane.tenantOf(directory.entra.entraTenantId);
    return new WatchedTenant(watching, tenantId, await observe(lane.query, tenantId, null));
  }

  /** What is stored, with what that run did; without: the one that is going. */
  observe(runId: RunId | null = this.going?.runId ?? null): Promise<Observation> {
    return observe(this.lane.query, this.tenantId, runId);
  }
}
