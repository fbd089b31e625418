import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ApiDeps } from '../../api/api-deps.ts';
import { createApp } from '../../api/create-app.ts';
import { openEntra } from '../../entra/open-entra.ts';
import { createSignIn } from '../../entra/sign-in.ts';
import type { Workbench } from './workbench.ts';

const KEY = 'operator-key-of-the-scenarios';

/** As much of an answer as scenarios look at. */
export type Answer = {
  readonly version: number;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly filters: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly message: string }[];
};
export type Ask = (
  route: string,
  body?: unknown,
  version?: number,
) => Promise<{ readonly status: number; readonly body: Answer }>;

/** What the API is made of, over the database, the Temporal server and the directory of a workbench. */
export function depsOver({ emulator, db, sync }: Workbench): ApiDeps {
  const { authorityHost, graphEndpoint, clientId, clientSecret: secret } = emulator;
  const settings = { authorityHost, graphEndpoint, clientId, credential: { kind: 'secret', secret } } as const;
  const entra = openEntra(settings);
  return {
    db,
    sync,
    directoryOf: (id) => entra.directory(id),
    signIn: createSignIn(settings, () => new Date()),
    now: () => new Date(),
    newId: randomUUID,
    newKey: randomUUID,
    log: pino({ level: 'silent' }),
    version: '0.0.0-test',
    publicUrl: 'http://rollcall.test',
    temporal: { uiUrl: 'http://temporal.test', namespace: 'default' },
    operatorKey: KEY,
    sessionSecret: 'a-session-secret-of-the-scenarios',
  };
}

/** That API, asked as its operator. */
export function apiOver(workbench: Workbench): Ask {
  const app = createApp(depsOver(workbench));
  return async (route, body, version) => {
    const [method = '', path = ''] = route.split(' ');
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const response = await app.fetch(
      new Request(`http://rollcall.test${path}`, {
        method,
        headers: { ...headers, ...(version !== undefined && { 'if-match': `"${version}"` }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: (await response.json()) as Answer }; // as much of it as is looked at
  };
}
