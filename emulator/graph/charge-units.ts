import type { MiddlewareHandler } from 'hono';
import { APPLICATION, type EmulatorContext } from '../context.ts';
import { costOf } from './cost-of.ts';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal } from './graph-refusal.ts';

/** Charges each request, with the headers that tell of it: https://learn.microsoft.com/en-us/graph/throttling */
export function chargeUnits({ throttle }: EmulatorContext): MiddlewareHandler<GraphEnv> {
  return async function chargeUnitsOfRequest(c, next) {
    const directory = c.get('directory');
    const url = new URL(c.req.url);
    const units = costOf(url.pathname, url.searchParams, directory.behaviour.deltaResourceUnits);
    const charge = throttle.charge(directory, units);
    const told: Record<string, string> = units === 0 ? {} : { 'x-ms-resource-unit': String(units) };
    if (charge.percentage !== null) told['x-ms-throttle-limit-percentage'] = charge.percentage.toFixed(2);
    if (charge.kind === 'throttled') {
      const scope = `${charge.scope}/ReadWrite/${APPLICATION.clientId}/${directory.entraTenantId}`;
      throw new GraphRefusal(429, 'TooManyRequests', 'Too many requests.', {
        ...told,
        'x-ms-throttle-scope': scope,
        'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
        'retry-after': String(charge.retryAfterSeconds),
      });
    }
    for (const [name, value] of Object.entries(told)) c.header(name, value);
    await next();
  };
}
