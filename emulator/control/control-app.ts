import { Hono } from 'hono';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { createBrowserApp } from '../login/browser-app.ts';
import { clockRoutes } from './clock-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { groupsRoutes } from './groups-routes.ts';
import { onlyLocal } from './only-local.ts';
import { peopleRoutes } from './people-routes.ts';
import { answerProblem, Problem } from './problem.ts';
import { requestRoutes } from './request-routes.ts';

/**
 * How people and tests steer the emulator, in JSON over plain HTTP on the loopback. The browser's part of sign-in is
 * here as well, under the paths that it has at Microsoft.
 */
export function createControlApp(context: EmulatorContext, onClockChange: () => void): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.use(onlyLocal);
  app.get('/', (c) => c.text(indexOf(context)));
  app.get('/counts', (c) => c.json(countsOf(context)));
  app.route('/', directoryRoutes(context));
  app.route('/', peopleRoutes(context));
  app.route('/', groupsRoutes(context));
  app.route('/', faultRoutes(context));
  app.route('/', requestRoutes(context));
  app.route('/', clockRoutes(context, onClockChange));
  app.route('/', createBrowserApp(context));
  app.notFound((c) =>
    answerProblem(c, new Problem(404, 'notFound', 'There is nothing here. GET / lists what there is.')),
  );
  app.onError((error, c) => answerProblem(c, error));
  return app;
}

function countsOf({ directories, faults, requests }: EmulatorContext) {
  const all = requests.list();
  const of = (host: 'login' | 'graph'): number => all.filter((one) => one.host === host).length;
  return {
    directories: directories.all().length,
    people: directories.all().reduce((sum, { count }) => sum + count, 0),
    left: directories.all().reduce((sum, directory) => sum + directory.deleted().length, 0),
    requests: { total: requests.total, kept: { login: of('login'), graph: of('graph') } },
    writes: all.filter(({ isWrite }) => isWrite).length,
    faults: faults.list().length,
  };
}

const indexOf = ({ places }: EmulatorContext): string => `The control of Rollcall's Entra emulator, in JSON.
Sign-in is at ${places().authorityHost}, Graph at ${places().graphEndpoint}.
In a terminal, \`npx rollcall-emulator --help\` is easier.

GET                /directories
POST               /directories                          {"name", "people": {"seed", "count"}}
GET, DELETE        /directories/{directory}
PUT                /directories/{directory}/consent      {"consent": "granted|never|withdrawn|disabled", "permissions"}
PATCH              /directories/{directory}/behaviour    {"pageLatencyMs": 500}
GET                /directories/{directory}/people       ?text= &standing=present|deleted &limit=
POST               /directories/{directory}/people       {"properties": {"displayName"}, "roles": ["globalAdministrator"]}
GET, PATCH         /directories/{directory}/people/{person}
POST               /directories/{directory}/people/{person}/leave, …/restore, …/purge
PUT, DELETE        /directories/{directory}/people/{person}/photo  {"base64", "contentType", "pixels": 648}
GET, POST          /directories/{directory}/groups       ?text= · {"name", "description", "members": ["…"]}
GET, DELETE        /directories/{directory}/groups/{group}
POST               /directories/{directory}/groups/{group}/restore
PUT, DELETE        /directories/{directory}/groups/{group}/members/{person or group}
GET, POST, DELETE  /faults                               {"path": "/v1.0/users", "answer": {"kind": "status", "status": 429}}
DELETE             /faults/{id}
GET, DELETE        /requests                             ?host=login|graph &directory= &limit=
GET, POST, DELETE  /clock                                {"advanceMs": 86400000}
GET                /counts

A directory is named by id, domain or name; a person by id, user principal name or name.
`;
