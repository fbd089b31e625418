import { Hono } from 'hono';
import { randomUUID } from 'node:crypto';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { meetFaults } from '../meet-faults.ts';
import { batchRoute } from './batch-route.ts';
import { byIdsRoute } from './by-ids-route.ts';
import { chargeUnits } from './charge-units.ts';
import { deletedRoutes } from './deleted-routes.ts';
import { deltaRoutes } from './delta-routes.ts';
import type { GraphEnv } from './graph-env.ts';
import { answerError, GraphRefusal } from './graph-refusal.ts';
import { groupsRoutes } from './groups-routes.ts';
import { letIn } from './let-in.ts';
import { organizationRoutes } from './organization-routes.ts';
import { photosRoutes } from './photos-routes.ts';
import { roomsRoute } from './rooms-route.ts';
import { usersRoutes } from './users-routes.ts';

/** The Graph host, graph.microsoft.com of the emulator. Nothing that is asked of it changes a directory. */
export function createGraphApp(context: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<GraphEnv>();
  app.onError(answerError);
  app.notFound((c) =>
    answerError(new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${c.req.path}'.`), c),
  );
  app.use(async (c, next) => {
    const requestId = randomUUID();
    // Before the answer: an answer that was sent already must not be touched.
    c.header('request-id', requestId);
    c.header('client-request-id', c.req.header('client-request-id') ?? requestId);
    await next();
  });
  app.use(meetFaults(context, 'graph'));
  const v1 = new Hono<GraphEnv>();
  v1.use(letIn(context));
  v1.use(chargeUnits(context));
  // Before single people: `delta` is nobody's id.
  v1.route('/', deltaRoutes(context));
  v1.route('/', usersRoutes(context));
  v1.route('/', photosRoutes());
  v1.route('/', groupsRoutes(context));
  v1.route('/', organizationRoutes());
  v1.route('/', deletedRoutes(context));
  v1.route('/', roomsRoute(context));
  v1.route('/', byIdsRoute());
  v1.route(
    '/',
    batchRoute((path, init) => app.request(path, init, { inBatch: true })),
  );
  v1.on(['POST', 'PUT', 'PATCH', 'DELETE'], '*', () => {
    throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  });
  app.route('/v1.0', v1);
  return app as unknown as Hono<HostEnv>; // what letIn adds is of no concern to who serves it
}
