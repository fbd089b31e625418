import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import { FAILURES, type FailureCode } from '../sync/failure.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import type { GraphClient } from './graph-client.ts';
import { BATCH_SIZE } from './limits.ts';
import { parseUser, toEntraObjectId } from './parse-user.ts';
import { deletedPath, userPath, withManager } from './user-path.ts';

/** Whether somebody is gone. `unproven`: the answer says neither, because … */
export type Proof =
  | { readonly kind: 'gone' }
  | { readonly kind: 'there'; readonly user: EntraUser }
  | { readonly kind: 'unproven'; readonly because: Unproven };

/** `passing`: Graph is not well. `unreadable`: we may not read the person. `untold`: the answer is worth nothing. */
type Unproven = 'passing' | 'unreadable' | 'untold';

export type ProofRequest = {
  readonly ids: readonly EntraObjectId[];
  /** Somebody who is known to exist, asked for in each batch. */
  readonly control: EntraObjectId | undefined;
  readonly select: readonly string[];
};

/**
 * Asks for people by id, since a listing shifts while it is read and so proves nobody gone
 * (https://learn.microsoft.com/en-us/graph/delta-query-overview). Gone is only who is answered 404 as Graph answers it,
 * in a batch that finds somebody known to exist. Without a `control`, anybody found in the same batch is one. Where that
 * person too is not there a 404 is worth nothing, and gone is only who is found among the deleted.
 *
 * A part that fails leaves its person unproven; a part that is throttled, or a control that is refused, fails the whole.
 * Safe to repeat.
 */
export async function proveUsers(
  graph: GraphClient,
  { ids, control, select }: ProofRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, Proof>> {
  const asked = ids.filter((id) => id !== control);
  const proofs = new Map<EntraObjectId, Proof>();
  for (let start = 0; start < asked.length; start += BATCH_SIZE - 1) {
    const batch = asked.slice(start, start + BATCH_SIZE - 1);
    for (const [id, proof] of await proveBatch(graph, { ids: batch, control, select }, signal)) proofs.set(id, proof);
  }
  return proofs;
}

async function proveBatch(
  graph: GraphClient,
  { ids, control, select }: ProofRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, Proof>> {
  const asked = control === undefined ? ids : [control, ...ids];
  const answers = await getBatch(
    graph,
    asked.map((id) => userPath(id, select)),
    signal,
  );
  throwIfThrottled(answers);
  const proofs = new Map(asked.map((id, index) => [id, read(answers[index], id, select)]));
  const trusted =
    control === undefined ? [...proofs.values()].some(({ kind }) => kind === 'there') : isThere(proofs, control);
  if (control !== undefined) throwIfRefused(answers[0]);
  if (control !== undefined) proofs.delete(control);
  if (trusted) return proofs;
  const doubted = [...proofs].flatMap(([id, { kind }]) => (kind === 'gone' ? [id] : []));
  const deleted = await findDeleted(graph, doubted, signal);
  for (const id of doubted) if (!deleted.has(id)) proofs.set(id, { kind: 'unproven', because: 'untold' });
  return proofs;
}

/** Who of these was deleted in the last 30 days: https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-get */
async function findDeleted(
  graph: GraphClient,
  ids: readonly EntraObjectId[],
  signal: AbortSignal,
): Promise<ReadonlySet<EntraObjectId>> {
  if (ids.length === 0) return new Set();
  const answers = await getBatch(
    graph,
    ids.map((id) => deletedPath(id)),
    signal,
  );
  throwIfThrottled(answers);
  return new Set(ids.filter((id, index) => isOf(answers[index], id)));
}

const Deleted = z.looseObject({ id: z.guid().transform(toEntraObjectId) });
const isOf = (answer: BatchAnswer | undefined, id: EntraObjectId): boolean =>
  answer?.kind === 'answered' && Deleted.safeParse(answer.body).data?.id === id;

function read(answer: BatchAnswer | undefined, id: EntraObjectId, select: readonly string[]): Proof {
  if (answer?.kind === 'notThere') return { kind: 'gone' };
  if (answer?.kind === 'refused') return { kind: 'unproven', because: whyRefused(answer.code) };
  const parsed = answer?.kind === 'answered' ? parseUser(answer.body, select) : undefined;
  if (parsed?.kind === 'blank') return { kind: 'unproven', because: 'unreadable' };
  if (parsed?.user.id !== id) return { kind: 'unproven', because: 'untold' };
  const body: unknown = answer?.kind === 'answered' ? answer.body : undefined;
  return { kind: 'there', user: withManager(parsed.user, body, select) };
}

function whyRefused(code: FailureCode): Unproven {
  if (FAILURES[code].class === 'retry') return 'passing';
  return code === 'permissionMissing' ? 'unreadable' : 'untold';
}

const isThere = (proofs: ReadonlyMap<EntraObjectId, Proof>, id: EntraObjectId): boolean =>
  proofs.get(id)?.kind === 'there';

function throwIfRefused(answer: BatchAnswer | undefined): void {
  if (answer?.kind === 'refused') throw new EntraError(answer.code, { retryAfterMs: answer.retryAfterMs });
}

/** Throws EntraError where one of them is throttled: all wait as long as the one that has to wait longest. */
export function throwIfThrottled(answers: readonly BatchAnswer[]): void {
  const waits = answers.flatMap((answer) =>
    answer.kind === 'refused' && answer.code === 'graphThrottled' ? [answer.retryAfterMs] : [],
  );
  if (waits.length === 0) return;
  const named = waits.filter((wait) => wait !== undefined);
  throw new EntraError('graphThrottled', { retryAfterMs: named.length === 0 ? undefined : Math.max(...named) });
}
