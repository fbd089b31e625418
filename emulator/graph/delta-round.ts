import type { Context } from 'hono';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import type { Behaviour } from '../directory/behaviour.schema.ts';
import { isOutdated, expiredPageToken } from './expired-page-token.ts';
import { type Clause, parseFilter } from './filter/parse-filter.ts';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal, unsupported } from './graph-refusal.ts';
import { queryOf } from './query-of.ts';
import { selectionOf } from './selection.ts';
import { readToken } from './token-text.ts';
import { nextOrder, orderSchema } from './users-page.ts';

/** A round of changes, or the first one, which tells of everybody. Its links hold it, parameters included. */
export const roundSchema = z.object({
  kind: z.literal('delta'),
  entraTenantId: z.string(),
  select: z.array(z.string()),
  /** Only these people; null: all. */
  ids: z.array(z.string()).nullable(),
  /** Place in the log of changes where the round begins; null: the first round. */
  from: z.number().int().nullable(),
  /** Place where it ends and the next one begins, settled when the round begins. */
  to: z.number().int(),
  order: orderSchema,
  position: z.number().int(),
  /** Where the page before began. */
  previous: z.number().int(),
  /** Of this round, so that no link leads to itself though its page held nobody. */
  page: z.number().int(),
  issuedAt: z.number(),
});
export type Round = z.output<typeof roundSchema>;

/** What a request of delta wants: a page of a round, or a link to now without anybody. */
export type Wanted = { readonly kind: 'page' | 'latest'; readonly round: Round };

/** https://learn.microsoft.com/en-us/graph/api/user-delta: `$top` is ignored, other options are refused. */
const OPTIONS = ['$select', '$filter', '$top'];
const TOKENS = ['$skiptoken', '$deltatoken'];
const MOST_IDS = 50;
const DAY_MS = 86_400_000;

/** Reads a request of delta. Throws GraphRefusal, for an old token too. */
export function readRound(context: EmulatorContext, c: Context<GraphEnv>): Wanted {
  const query = queryOf(c.req.url, [...OPTIONS, ...TOKENS]);
  const skipToken = query.get('$skiptoken');
  const deltaToken = query.get('$deltatoken');
  if (skipToken !== null) return { kind: 'page', round: goOn(context, c, skipToken) };
  // Empty, as a 410 names it: everything anew.
  if (deltaToken === null || deltaToken === '') return { kind: 'page', round: firstRound(context, c, query) };
  if (deltaToken === 'latest') return { kind: 'latest', round: firstRound(context, c, query) };
  return { kind: 'page', round: roundAfter(context, c, roundOf(context, c, deltaToken)) };
}

function roundAfter(context: EmulatorContext, c: Context<GraphEnv>, last: Round): Round {
  const directory = c.get('directory');
  const isOld = context.clock.now() - last.issuedAt > directory.behaviour.deltaTokenDays * DAY_MS;
  if (isOld) throw expiredBy(context, c);
  const range = { from: last.to, to: Math.max(last.to, placeNow(context, c)) };
  return { ...last, ...range, order: nextOrder(directory), position: 0, previous: 0, page: 0 };
}

function goOn(context: EmulatorContext, c: Context<GraphEnv>, token: string): Round {
  const round = roundOf(context, c, token);
  if (isOutdated(c, round.issuedAt, context.clock.now())) throw expiredPageToken();
  return round;
}

function roundOf(context: EmulatorContext, c: Context<GraphEnv>, token: string): Round {
  const fault = c.get('faults').get('expiredDelta');
  if (fault !== undefined) throw expired(context, fault);
  const round = readToken(token, roundSchema);
  const { entraTenantId, log } = c.get('directory');
  const isOurs = round !== null && round.entraTenantId === entraTenantId && round.to <= log.placeAt(Infinity);
  if (!isOurs) throw expiredBy(context, c);
  return round;
}

function firstRound(context: EmulatorContext, c: Context<GraphEnv>, query: URLSearchParams): Round {
  const directory = c.get('directory');
  directory.deleted(); // those whose 30 days are over go before anybody is told of
  const select = selectionOf(query.get('$select'), {
    permissions: c.get('permissions'),
    of: 'changes',
    mostCharacters: directory.behaviour.selectCharacters,
  });
  return {
    ...{ kind: 'delta', entraTenantId: directory.entraTenantId, select: [...select] },
    ids: idsOf(query.get('$filter')),
    ...{ from: null, to: placeNow(context, c), order: nextOrder(directory) },
    ...{ position: 0, previous: 0, page: 0, issuedAt: context.clock.now() },
  };
}

/** The end of the changes that delta has heard of. */
function placeNow({ clock }: EmulatorContext, c: Context<GraphEnv>): number {
  const { log, behaviour } = c.get('directory');
  return log.placeAt(clock.now() - behaviour.deltaLagMs);
}

/** `id eq '…' or id eq '…'`, of at most 50 people; nothing else can be filtered. */
function idsOf(filter: string | null): string[] | null {
  if (filter === null) return null;
  const ids = idsIn(parseFilter(filter));
  if (ids.length > MOST_IDS) throw unsupported(`A filter of users/delta names at most ${MOST_IDS} ids.`);
  return ids;
}

function idsIn(clause: Clause): string[] {
  if (clause.kind === 'or') return [...idsIn(clause.left), ...idsIn(clause.right)];
  const isId = clause.kind === 'compare' && clause.operator === 'eq' && clause.path === 'id';
  if (!isId || typeof clause.value !== 'string') throw unsupported('users/delta can be filtered by id only.');
  return [clause.value.toLowerCase()];
}

type Expiry = { readonly status: 400 | 404 | 410; readonly code: string; readonly location: boolean };

function expiredBy(context: EmulatorContext, c: Context<GraphEnv>): GraphRefusal {
  return expired(context, expiryOf(c.get('directory').behaviour));
}

function expiryOf({ expiredDelta, expiredDeltaCode: code }: Behaviour): Expiry {
  switch (expiredDelta) {
    case '400':
      return { status: 400, code, location: false };
    case '410':
      return { status: 410, code, location: false };
    case '410WithLocation':
      return { status: 410, code, location: true };
  }
}

/** https://learn.microsoft.com/en-us/graph/delta-query-overview: the place to begin again may be told. */
function expired({ places }: EmulatorContext, { status, code, location }: Expiry): GraphRefusal {
  const headers = location ? { location: `${places().graphEndpoint}/v1.0/users/delta?$deltatoken=` } : {};
  return new GraphRefusal(status, code, 'The state of the synchronisation is not found. Begin again.', headers);
}
