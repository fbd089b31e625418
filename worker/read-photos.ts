import { hash } from 'node:crypto';
import type { Logger } from 'pino';
import { claimPhotos, type PhotosClaimed } from '../db/across-tenants/claim-photos.ts';
import type { Database } from '../db/database.ts';
import {
  askLater,
  dropPhotos,
  keepPhoto,
  type PhotoDue,
  photosDue,
  schedulePhotos,
  type StoredPhoto,
} from '../db/employee-photos.ts';
import { readIntegration } from '../db/integration-settings.ts';
import type { Directory } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { EntraTenantId } from '../sync/ids.ts';
import { decidePhoto, type PhotoDecision, photoTypeOf } from '../sync/photo.ts';
import type { RequestPriority } from '../sync/request-priority.ts';

type Deps = {
  readonly db: Database;
  readonly directoryOf: (id: EntraTenantId, priority: RequestPriority) => Directory;
  readonly now: () => Date;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly chunkTimeMs: number;
  readonly log: Logger;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** No change of a photo is told by Graph, so everybody's is asked about once a day or so, a twentieth of a request each. */
const ASK_AFTER_MS = 24 * HOUR_MS;
/** Where Graph could not tell. */
const ASK_AGAIN_AFTER_MS = HOUR_MS;
/** How soon somebody new has a photo. */
const LOOK_EVERY_MS = 15 * MINUTE_MS;
/** Longer than a stretch of work takes, so that nobody else gets the tenant meanwhile. */
const CLAIM_MS = 10 * MINUTE_MS;
const WAIT_MS = 5 * MINUTE_MS;
/** Each look at who is due goes through all employees. */
const LOOKED_UP_AT_ONCE = 200;
const BATCH = 20;
/** Contents at a time. */
const ABREAST = 4;
const DROPPED_AT_ONCE = 1_000;

/**
 * Looks after photos: tenant by tenant, a stretch of work each, until none waits. Outside of runs, by requests of low
 * priority, so no run and nobody who asks for one waits for a photo. Safe to run twice and beside another: a tenant is
 * claimed, and a photo is stored with the tag that it was fetched by.
 */
export async function readPhotos(deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = deps.now();
    const until = new Date(now.getTime() + CLAIM_MS);
    const claimed = await deps.db.acrossTenants((tx) => claimPhotos(tx, now, until));
    if (claimed === undefined) return;
    await lookAfter(deps, claimed, signal);
  }
}

async function lookAfter(deps: Deps, claimed: PhotosClaimed, signal: AbortSignal): Promise<void> {
  const { db, now, log } = deps;
  const { tenantId } = claimed;
  const inMs = (ms: number): Date => new Date(now().getTime() + ms);
  let next: Date | null;
  let error: string | null = null;
  try {
    const { settings } = await db.inTransaction(tenantId, (tx) => readIntegration(tenantId, tx));
    const wanted = settings.photos?.enabled === true;
    const stands = wanted ? await readDue(deps, claimed, signal) : await dropAll(deps, claimed);
    if (stands === 'done' && !wanted) next = null;
    else next = inMs(stands === 'done' ? LOOK_EVERY_MS : 0);
  } catch (err) {
    if (signal.aborted || !(err instanceof EntraError)) throw err;
    const passes = err.class === 'wait' || err.class === 'retry';
    next = inMs(passes ? Math.max(err.retryAfterMs ?? WAIT_MS, MINUTE_MS) : HOUR_MS);
    error = passes ? null : err.code;
    log.warn({ event: 'photosNotRead', tenantId, code: err.code });
  }
  await db.inTransaction(tenantId, (tx) => schedulePhotos(tenantId, tx, next, error));
}

const dropAll = ({ db }: Deps, { tenantId }: PhotosClaimed): Promise<'more' | 'done'> =>
  db.inTransaction(tenantId, (tx) => dropPhotos(tenantId, tx, DROPPED_AT_ONCE));

/** Until nobody is due or the time is spent. What was stored is not asked for again, wherever it stops. */
async function readDue(
  deps: Deps,
  { tenantId, entraTenantId }: PhotosClaimed,
  signal: AbortSignal,
): Promise<'more' | 'done'> {
  const { db, now, chunkTimeMs } = deps;
  const directory = deps.directoryOf(entraTenantId, 'low');
  const endsAt = now().getTime() + chunkTimeMs;
  for (;;) {
    const due = await db.inTransaction(tenantId, (tx) => photosDue(tenantId, tx, now(), LOOKED_UP_AT_ONCE));
    if (due.length === 0) return 'done';
    for (let start = 0; start < due.length; start += BATCH) {
      await readBatch(deps, { tenantId, directory }, due.slice(start, start + BATCH), signal);
      if (now().getTime() >= endsAt || signal.aborted) return 'more';
    }
  }
}

type Reading = { readonly tenantId: PhotosClaimed['tenantId']; readonly directory: Directory };

async function readBatch(
  deps: Deps,
  { tenantId, directory }: Reading,
  due: readonly PhotoDue[],
  signal: AbortSignal,
): Promise<void> {
  const { db } = deps;
  const tags = await directory.readPhotoTags(
    due.map(({ entraObjectId }) => entraObjectId),
    signal,
  );
  const decided = due.map((one) => {
    const tag = tags.get(one.entraObjectId) ?? ({ kind: 'untold' } as const);
    return { ...one, fresh: tag.kind === 'photo' ? tag.etag : null, todo: decidePhoto(tag, one.etag) };
  });
  const idsTo = (todo: PhotoDecision) => decided.flatMap((one) => (one.todo === todo ? [one.employeeId] : []));
  await db.inTransaction(tenantId, async (tx) => {
    await askLater(tenantId, tx, idsTo('keep'), nextTime(deps));
    await askLater(tenantId, tx, idsTo('askAgain'), new Date(deps.now().getTime() + ASK_AGAIN_AFTER_MS));
    for (const employeeId of idsTo('drop')) {
      await keepPhoto(tenantId, tx, { employeeId, etag: null, photo: undefined, askAt: nextTime(deps) });
    }
  });
  const toFetch = decided.filter(({ todo }) => todo === 'fetch');
  for (let start = 0; start < toFetch.length; start += ABREAST) {
    const abreast = toFetch.slice(start, start + ABREAST);
    const done = await Promise.allSettled(
      abreast.map(async ({ employeeId, entraObjectId, fresh }) => {
        const content = await directory.readPhoto(entraObjectId, signal);
        const photo = content === undefined || content === 'tooLarge' ? undefined : photoOf(content);
        // What is refused is kept under its tag as well, so that it is not fetched again and again.
        const toKeep = { employeeId, etag: fresh, photo, askAt: nextTime(deps) };
        await db.inTransaction(tenantId, (tx) => keepPhoto(tenantId, tx, toKeep));
      }),
    );
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

function photoOf(content: Uint8Array): StoredPhoto | undefined {
  const contentType = photoTypeOf(content);
  if (contentType === undefined) return undefined;
  return { content: Buffer.from(content), contentType, digest: hash('sha256', content, 'buffer') };
}

/** Spread, so that not all of a tenant are due at once every day. */
const nextTime = ({ now, random }: Deps): Date => new Date(now().getTime() + ASK_AFTER_MS * (0.75 + random() / 2));
