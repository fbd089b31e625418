import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Directory } from '../entra/directory.ts';
import type { Fingerprint } from '../sync/evaluate-person.ts';
import type { EntraTenantId } from '../sync/ids.ts';
import type { SyncSchedule } from '../sync/next-sync.ts';
import type { RequestPriority } from '../sync/request-priority.ts';

/** Everything that activities touch. Each takes only what it needs of it. */
export type ActivityDeps = {
  readonly db: Database;
  /** The directory of a tenant, as our app sees it, through requests of that priority. */
  readonly directoryOf: (id: EntraTenantId, priority: RequestPriority) => Directory;
  readonly now: () => Date;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly fingerprint: Fingerprint;
  readonly schedule: SyncSchedule;
  /** How long one chunk of Graph work goes on. */
  readonly chunkTimeMs: number;
  /** How long a dead worker may go unnoticed. */
  readonly heartbeatMs: number;
  /** Aborted when the process is told to end: what is in hand is finished, and nothing more begun. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
};
