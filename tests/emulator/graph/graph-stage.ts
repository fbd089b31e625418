import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { Clock } from '../../../emulator/clock.ts';
import { APPLICATION, type EmulatorContext } from '../../../emulator/context.ts';
import type { DirectoryDefinition } from '../../../emulator/directory/definition.schema.ts';
import { Directories } from '../../../emulator/directory/directories.ts';
import type { Directory } from '../../../emulator/directory/directory.ts';
import type { FaultInput } from '../../../emulator/faults/fault.schema.ts';
import { Faults } from '../../../emulator/faults/faults.ts';
import { createGraphApp } from '../../../emulator/graph/graph-app.ts';
import { Throttle } from '../../../emulator/graph/throttle.ts';
import { AuthorizationCodes } from '../../../emulator/login/authorization-codes.ts';
import { TokenIssuer } from '../../../emulator/login/token-issuer.ts';
import { Requests } from '../../../emulator/requests.ts';

const GRAPH = 'https://graph.test';
const SIGNING_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
});

const itemSchema = z.looseObject({});
const bodySchema = z.looseObject({
  value: z.union([z.array(itemSchema), z.string()]).optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
  responses: z
    .array(z.looseObject({ id: z.string(), status: z.number(), body: z.looseObject({}).optional() }))
    .optional(),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});
export type Item = z.infer<typeof itemSchema>;

/** An answer of the Graph host, its JSON read as far as tests look into it. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: z.infer<typeof bodySchema>;
  readonly items: readonly Item[];
  readonly code: string | undefined;
  readonly nextLink: string | undefined;
  readonly deltaLink: string | undefined;
};

type Ask = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly roles?: readonly string[];
  readonly method?: string;
  readonly body?: unknown;
  /** Instead of a good one. */
  readonly authorization?: string;
};

export const EVENTUAL = { ConsistencyLevel: 'eventual' };

/** The Graph host over one directory, without a network. */
export type GraphStage = {
  readonly directory: Directory;
  readonly context: EmulatorContext;
  /** A path below `/v1.0`, or a link as it came. */
  readonly get: (pathOrLink: string, ask?: Ask) => Promise<Answer>;
  readonly fault: (fault: FaultInput) => void;
  /** Follows a listing to its end, and gives its pages. */
  readonly pages: (path: string, ask?: Ask) => Promise<Answer[]>;
};

export function graphStage(definition: Partial<DirectoryDefinition> = {}): GraphStage {
  const clock = new Clock();
  const directories = new Directories(clock, () => undefined);
  const context: EmulatorContext = {
    clock,
    codes: new AuthorizationCodes(clock),
    directories,
    faults: new Faults(),
    requests: new Requests(),
    tokens: new TokenIssuer(SIGNING_KEY.toString(), clock),
    throttle: new Throttle(clock),
    clientCertificates: [],
    places: () => ({ authorityHost: 'https://login.test', graphEndpoint: GRAPH, controlUrl: 'http://localhost' }),
  };
  const directory = directories.add({ name: 'Contoso', ...definition });
  const app = createGraphApp(context);

  async function authorization(roles: readonly string[]): Promise<string> {
    const token = await context.tokens.issue({
      entraTenantId: directory.entraTenantId,
      clientId: APPLICATION.clientId,
      ...{ roles, audience: GRAPH, authorityHost: 'https://login.test', lifetimeSeconds: 3_599 },
    });
    return `Bearer ${token}`;
  }

  async function get(pathOrLink: string, ask: Ask = {}): Promise<Answer> {
    const path = pathOrLink.startsWith(GRAPH) ? pathOrLink.slice(GRAPH.length) : `/v1.0${pathOrLink}`;
    const headers = {
      authorization: ask.authorization ?? (await authorization(ask.roles ?? directory.permissions)),
      ...ask.headers,
    };
    const body = ask.body === undefined ? null : JSON.stringify(ask.body);
    return read(await app.request(path, { method: ask.method ?? 'GET', headers, body }));
  }

  return {
    ...{ directory, context, get },
    fault: (fault) => void context.faults.add(fault),
    async pages(path, ask) {
      const pages: Answer[] = [];
      for (let link: string | undefined = path; link !== undefined; link = pages.at(-1)?.nextLink) {
        pages.push(await get(link, ask));
        if (pages.length > 1_000) throw new Error('This listing has no end.');
      }
      return pages;
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = bodySchema.parse(isJson ? JSON.parse(text) : {});
  return {
    ...{ status: response.status, headers: response.headers, text, body },
    items: Array.isArray(body.value) ? body.value : [],
    code: body.error?.code,
    nextLink: body['@odata.nextLink'],
    deltaLink: body['@odata.deltaLink'],
  };
}

export const itemsOf = (pages: readonly Answer[]): Item[] => pages.flatMap(({ items }) => items);
export const idsOf = (pages: readonly Answer[]): unknown[] => itemsOf(pages).map(({ id }) => id);
export const generated = (count: number) => ({ seed: 'graph', count });
/** Somebody of a small directory. */
export const person = (displayName: string, properties: Record<string, string | boolean | null | string[]> = {}) => ({
  properties: { displayName, ...properties },
});
