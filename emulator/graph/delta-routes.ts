import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import type { Change } from '../directory/change-log.ts';
import type { Directory } from '../directory/directory.ts';
import type { Behaviour } from '../directory/behaviour.schema.ts';
import { EVERYTHING } from '../directory/population.ts';
import type { Json } from '../people/person.ts';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal, unsupported } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { type Selection, selectionOf, shown } from './selection.ts';
import { readToken, writeToken } from './token-text.ts';

/** A round of changes, or the first one, which tells of everybody. */
const roundSchema = z.object({
  kind: z.literal('delta'),
  /** Place in the log of changes where the round begins; null: the first round. */
  from: z.number().int().nullable(),
  /** Place where it ends, and the next round begins; null: as it is when the round begins. */
  to: z.number().int().nullable(),
  /** Items told before. */
  position: z.number().int(),
  select: z.array(z.string()),
  issuedAt: z.number(),
});
type Round = z.output<typeof roundSchema>;
type Item = Record<string, Json>;

/** Changes: https://learn.microsoft.com/en-us/graph/api/user-delta */
export function deltaRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>().get('/users/delta', (c) => tellChanges(context, c));
}

function tellChanges(context: EmulatorContext, c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const directory = c.get('directory');
  const now = context.clock.now();
  const end = directory.log.placeAt(now - directory.behaviour.deltaLagMs);
  const round = roundOf(context, c, end);
  if (round === 'latest') return linkTo(context, c, [], { ...firstRound(c, now), from: end, to: null }, 'deltaLink');

  const to = round.to ?? end;
  const items = itemsOf(directory, { ...round, to }, now);
  const { deltaPageSize, deltaRepeats } = directory.behaviour;
  const begin = deltaRepeats ? Math.max(0, round.position - deltaPageSize) : round.position;
  const after = round.position + deltaPageSize;
  const value = c.get('faults').get('emptyPage') === undefined ? items.slice(begin, after) : [];
  if (c.get('faults').get('emptyPage') !== undefined) return linkTo(context, c, value, { ...round, to }, 'nextLink');
  if (after < items.length) return linkTo(context, c, value, { ...round, to, position: after }, 'nextLink');
  return linkTo(context, c, value, { ...round, from: to, to: null, position: 0 }, 'deltaLink');
}

/** Each page has one of the two links, and never both. */
function linkTo(
  { places, clock }: EmulatorContext,
  c: Context<GraphEnv>,
  value: readonly Item[],
  round: Round,
  link: 'nextLink' | 'deltaLink',
): Response {
  const token = writeToken({ ...round, issuedAt: clock.now() });
  const name = link === 'nextLink' ? '$skiptoken' : '$deltatoken';
  const origin = c.get('faults').get('foreignNextLink')?.origin ?? places().graphEndpoint;
  return c.json({
    '@odata.context': `${places().graphEndpoint}/v1.0/$metadata#users`,
    [`@odata.${link}`]: `${origin}/v1.0/users/delta?${name}=${token}`,
    value,
  });
}

function roundOf(context: EmulatorContext, c: Context<GraphEnv>, end: number): Round | 'latest' {
  const query = new URL(c.req.url).searchParams;
  for (const option of ['$expand', '$orderby', '$search', '$filter']) {
    if (query.has(option)) throw unsupported(`The query option '${option}' is not supported by users/delta.`);
  }
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (token === null || token === '') return firstRound(c, context.clock.now());
  if (token === 'latest') return 'latest';
  const round = readToken(token, roundSchema);
  const fault = c.get('faults').get('expiredDelta');
  const { behaviour } = c.get('directory');
  if (fault !== undefined) throw expired(context, { status: fault.status, code: fault.code, location: fault.location });
  const life = behaviour.deltaTokenDays * 86_400_000;
  const place = round?.from ?? 0;
  if (round === null || place > end || context.clock.now() - round.issuedAt > life)
    throw expired(context, wayOf(behaviour));
  return round;
}

function firstRound(c: Context<GraphEnv>, now: number): Round {
  const select = selectionOf(new URL(c.req.url).searchParams.get('$select'), {
    permissions: c.get('permissions'),
    of: 'changes',
    mostCharacters: c.get('directory').behaviour.selectCharacters,
  });
  return { kind: 'delta', from: null, to: null, position: 0, select: [...select], issuedAt: now };
}

type Expiry = { readonly status: 400 | 404 | 410; readonly code: string; readonly location: boolean };

const wayOf = ({ expiredDelta, expiredDeltaCode: code }: Behaviour): Expiry =>
  expiredDelta === '400'
    ? { status: 400, code, location: false }
    : { status: 410, code, location: expiredDelta === '410WithLocation' };

function expired({ places }: EmulatorContext, { status, code, location }: Expiry): GraphRefusal {
  const headers = location ? { location: `${places().graphEndpoint}/v1.0/users/delta?$deltatoken=` } : {};
  return new GraphRefusal(status, code, 'The sync state generation is not found. Please do a full sync.', headers);
}

function itemsOf(directory: Directory, round: Round & { readonly to: number }, now: number): Item[] {
  if (round.from === null) return [...everybody(directory, round.select, now)];
  const begin = directory.behaviour.deltaReplays ? 0 : round.from;
  const changes = directory.log.between(begin, round.to).filter((change) => shows(change, round.select));
  const items = [...new Set(changes.map(({ slot }) => slot))].map((slot) => itemOf(directory, slot, round.select));
  if (!directory.behaviour.deltaReplays) return items;
  // The tombstones of those who came back are told again, after the people themselves.
  const came = changes.filter(
    ({ slot, kind }) => kind === 'deleted' && directory.population.presentAt(slot, EVERYTHING) !== null,
  );
  return [...items, ...came.map(({ slot }) => removed(directory, slot, 'changed'))];
}

/** Changes of properties that are not selected never show. */
const shows = ({ kind, properties }: Change, select: Selection): boolean =>
  kind !== 'changed' || properties.some((name) => select.includes(name));

function* everybody(directory: Directory, select: Selection, now: number): Generator<Item> {
  const { population, behaviour } = directory;
  for (let slot = 0; slot < population.slots; slot++) {
    const { standing, deletedAt } = population.entryAt(slot);
    if (standing === 'present') yield itemOf(directory, slot, select);
    const lately = deletedAt !== null && now - deletedAt < 30 * 86_400_000;
    if (standing === 'deleted' && lately && behaviour.removedInFirstRound) yield removed(directory, slot, 'changed');
  }
}

function removed(directory: Directory, slot: number, reason: 'changed' | 'deleted'): Item {
  return { id: directory.population.entryAt(slot).person.properties.id, '@removed': { reason } };
}

/** Somebody as they are now: what was never set is absent, what was cleared is null, the id is always there. */
function itemOf(directory: Directory, slot: number, select: Selection): Item {
  const { person, standing, cleared } = directory.population.entryAt(slot);
  if (standing !== 'present') return removed(directory, slot, standing === 'deleted' ? 'changed' : 'deleted');
  const { id } = person.properties;
  if (person.blankInDelta) return { id };
  const item: Item = { ...shown(person, select), id };
  for (const [name, value] of Object.entries(item)) if (value === null && !cleared.includes(name)) delete item[name];
  if (!select.includes('manager') || person.managerId === null) return item;
  return { ...item, 'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: person.managerId }] };
}
