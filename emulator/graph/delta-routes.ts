import { type Context, Hono } from 'hono';
import { setTimeout as delay } from 'node:timers/promises';
import type { EmulatorContext } from '../context.ts';
import { EVERYTHING } from '../directory/population.ts';
import { type Item, readItems, type Telling } from './delta-items.ts';
import { readRound, type Round } from './delta-round.ts';
import type { GraphEnv } from './graph-env.ts';
import { requirePermission } from './let-in.ts';
import { writeToken } from './token-text.ts';
import { withoutFirstId } from './without-first-id.ts';

/**
 * Changes of people: https://learn.microsoft.com/en-us/graph/api/user-delta. A round ends where it began in time, so
 * what happens while it is read comes in the next one.
 */
export function deltaRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>().get('/users/delta', (c) => tellChanges(context, c));
}

async function tellChanges(context: EmulatorContext, c: Context<GraphEnv>): Promise<Response> {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const { kind, round } = readRound(context, c);
  if (kind === 'latest') return answer(context, c, [], 'deltaLink', round);
  const { pageLatencyMs } = c.get('directory').behaviour;
  if (pageLatencyMs > 0) await delay(pageLatencyMs);

  const faults = c.get('faults');
  if (faults.get('emptyListing') !== undefined) return answer(context, c, [], 'deltaLink', round);
  if (faults.get('emptyPage') !== undefined)
    return answer(context, c, [], 'nextLink', { ...round, page: round.page + 1 });
  const { items, next } = readItems(c.get('directory'), round, tellingOf(context, c));
  if (next === null) return answer(context, c, items, 'deltaLink', round);
  return answer(context, c, items, 'nextLink', {
    ...round,
    position: next,
    previous: round.position,
    page: round.page + 1,
  });
}

function tellingOf({ clock }: EmulatorContext, c: Context<GraphEnv>): Telling {
  const { deltaPageSize, deltaRepeats, deltaReplays, removedInFirstRound, deltaLagMs } = c.get('directory').behaviour;
  return {
    pageSize: deltaPageSize,
    repeats: deltaRepeats,
    replays: deltaReplays,
    removedAtFirst: removedInFirstRound,
    minimal: /\breturn=minimal\b/i.test(c.req.header('prefer') ?? ''),
    blank: c.get('faults').get('idAndNulls') !== undefined,
    view: deltaLagMs > 0 ? { upTo: clock.now() - deltaLagMs } : EVERYTHING,
  };
}

/** Each page has one of the two links, and never both, unless a fault wants it otherwise. */
function answer(
  { places, clock }: EmulatorContext,
  c: Context<GraphEnv>,
  value: readonly Item[],
  link: 'nextLink' | 'deltaLink',
  round: Round,
): Response {
  const token = writeToken({ ...round, issuedAt: clock.now() });
  const name = link === 'nextLink' ? '$skiptoken' : '$deltatoken';
  const { graphEndpoint } = places();
  const origin = c.get('faults').get('foreignNextLink')?.origin ?? graphEndpoint;
  const odd = c.get('faults').get('changesLinks')?.links;
  const links = odd === 'none' ? [] : odd === 'both' ? ['nextLink', 'deltaLink'] : [link];
  return c.json({
    '@odata.context': `${graphEndpoint}/v1.0/$metadata#users(${round.select.join(',')})`,
    ...Object.fromEntries(links.map((each) => [`@odata.${each}`, `${origin}/v1.0/users/delta?${name}=${token}`])),
    value: withoutFirstId(value, c.get('faults')),
  });
}
