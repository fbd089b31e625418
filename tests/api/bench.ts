import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { pino } from 'pino';
import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { createSignIn } from '../../entra/sign-in.ts';
import type { Directory } from '../../entra/directory.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { tenantSyncId } from '../../temporal/contract.ts';
import { createSyncClient } from '../../temporal/sync-client.ts';
import { openStage, type Stage, type TestTenant } from '../db/stage.ts';
import { testTemporal } from '../set-up/test-temporal.ts';
import { createAnswerCheck } from './answer-check.ts';

export const OPERATOR = 'operator-key-of-the-tests';

export type Question = {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it comes from, as the server would say. */
  readonly from?: string;
};
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where the answer is no JSON. */
  readonly body: Body;
};
type Item = Readonly<Record<string, unknown>>;
/** What tests look for in answers. Each route's own schema says which of these it has. */
export type Body = Item & {
  readonly id: string;
  readonly key: string;
  readonly requestId: string;
  readonly next: string | null;
  readonly items: readonly Item[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly remedy?: string }[];
};

/** The API with a real database and a real Temporal server, on which no worker works: what was told can be looked at. */
export type Bench = {
  readonly stage: Stage;
  readonly deps: ApiDeps;
  /** What the API has logged, a line each. */
  readonly logged: string[];
  /** Asks as an operator unless another key is given, and checks the answer against the OpenAPI document. */
  readonly ask: (route: string, question?: Question) => Promise<Answer>;
  /** The same API with other dependencies. */
  readonly with: (changes: Partial<ApiDeps>) => Pick<Bench, 'ask'>;
  readonly tenantKey: (tenant: Pick<TestTenant, 'id'>) => Promise<string>;
  /** The signals that a tenant's workflow was given, oldest first; none where no workflow was started. */
  readonly signals: (tenantId: string) => Promise<readonly { readonly name: string; readonly input: unknown }[]>;
  readonly workflow: (tenantId: string) => WorkflowHandle;
  readonly unsent: (tenantId: string) => Promise<readonly { readonly kind: string }[]>;
  readonly close: () => Promise<void>;
};

export async function openBench({
  directoryOf = noDirectory,
}: Partial<Pick<ApiDeps, 'directoryOf'>> = {}): Promise<Bench> {
  const [stage, temporal] = await Promise.all([openStage(), testTemporal()]);
  const logged: string[] = [];
  const lines = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(line.toString());
      done();
    },
  });
  const deps: ApiDeps = {
    db: stage.db,
    sync: createSyncClient(temporal.client, `api-${randomUUID()}-sync`),
    directoryOf,
    signIn: NO_SIGN_IN,
    now: () => new Date(),
    newId: randomUUID,
    newKey: () => `key_${randomBytes(32).toString('base64url')}`,
    log: pino({ level: 'debug' }, lines),
    version: '0.0.0-test',
    publicUrl: 'http://rollcall.test',
    temporal: { uiUrl: 'http://temporal.test', namespace: 'default' },
    operatorKey: OPERATOR,
    sessionSecret: 'a-session-secret-of-the-tests',
  };
  const bench = (changes: Partial<ApiDeps>): Pick<Bench, 'ask'> => {
    const app = createApp({ ...deps, ...changes });
    const check = createAnswerCheck(app);
    return {
      async ask(route, { key = OPERATOR, body, headers = {}, from } = {}) {
        const [method = '', path = ''] = route.split(' ');
        const request = new Request(`http://rollcall.test${path}`, {
          method,
          headers: {
            ...(key !== null && { authorization: `Bearer ${key}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && {
            body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
          }),
        });
        const incoming = from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } };
        const response = await app.fetch(request, incoming as never); // as much of the server's request as is looked at
        const text = await response.text();
        const isJson = /json/.test(response.headers.get('content-type') ?? '');
        const answer = {
          status: response.status,
          headers: response.headers,
          text,
          body: (isJson ? JSON.parse(text) : {}) as Body, // compared with its schema below
        };
        check(method, new URL(request.url).pathname, answer);
        return answer;
      },
    };
  };
  const workflow = (tenantId: string) => temporal.client.workflow.getHandle(tenantSyncId(tenantId as TenantId)); // an id that the API gave
  const { ask } = bench({});
  return {
    stage,
    deps,
    logged,
    ask,
    with: bench,
    async tenantKey({ id }) {
      return (await ask(`POST /api/tenants/${id}/keys`, { body: { name: 'a test' } })).body.key;
    },
    workflow,
    signals: (tenantId) => signalsOf(workflow(tenantId)),
    unsent: (tenantId) =>
      stage.asOwner(`select message ->> 'kind' as kind from outbox where tenant_id = $1 and sent_at is null`, [
        tenantId,
      ]),
    close: () => stage.close(),
  };
}

async function signalsOf(workflow: WorkflowHandle) {
  const history = await workflow.fetchHistory().catch(() => undefined);
  return (history?.events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    if (signal == null) return [];
    const [payload] = signal.input?.payloads ?? [];
    const input: unknown = payload?.data == null ? undefined : JSON.parse(Buffer.from(payload.data).toString());
    return [{ name: signal.signalName ?? '', input }];
  });
}

/** A Temporal server that is not there. */
export function deadTemporal(): { readonly sync: ApiDeps['sync']; readonly close: () => Promise<void> } {
  const connection = Connection.lazy({ address: '127.0.0.1:9', connectTimeout: '1s' }); // discard: nothing listens there
  return { sync: createSyncClient(new Client({ connection })), close: () => connection.close() };
}

/** Where nothing listens: tests that sign in with Microsoft bring their own. */
const NO_SIGN_IN = createSignIn(
  {
    authorityHost: 'https://localhost:9',
    graphEndpoint: 'https://localhost:9',
    clientId: 'nobody',
    credential: { kind: 'secret', secret: 'nothing' },
  },
  () => new Date(),
);

function noDirectory(_id: EntraTenantId): Directory {
  throw new Error('This test was to ask no directory.');
}
