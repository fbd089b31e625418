import { once } from 'node:events';
import { openBench, type Bench } from './bench.ts';
import { graphError, person, startScriptedEntra, TENANT, type ScriptedEntra } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';

export { graphError, TENANT };

/** People on pages of three: the third is disabled, the fourth a guest, the fifth has no address, the sixth is a service. */
export const PEOPLE = [
  person(1, { mail: 'one@contoso.example' }),
  person(2, { mail: 'two@contoso.example' }),
  person(3, { mail: 'three@contoso.example', accountEnabled: false }),
  person(4, { mail: 'four@contoso.example', userType: 'Guest' }),
  person(5, { mail: null }),
  person(6, { mail: 'six@contoso.example', userPrincipalName: 'svc-six@contoso.example' }),
  person(7, { mail: 'seven@contoso.example' }),
];
const PAGE = 3;

export type DirectoryBench = Bench & {
  readonly scripted: ScriptedEntra;
  /** Answers in place of the directory's own answer; undefined: that one. */
  override: ((request: SeenRequest) => Reply | undefined) | undefined;
  readonly seen: () => readonly string[];
};

/** The API over a directory that answers over HTTPS as the test says. */
export async function openDirectoryBench(): Promise<DirectoryBench> {
  const scripted = await startScriptedEntra((request) => {
    return bench.override?.(request) ?? answer(request, scripted.graph.origin);
  });
  const opened = await openBench({ directoryOf: (id) => scripted.entra.directory(id) });
  const bench: DirectoryBench = {
    ...opened,
    scripted,
    override: undefined,
    seen: () => scripted.graph.seen.map(({ url }) => url),
    async close() {
      await opened.close();
      await scripted[Symbol.asyncDispose]();
    },
  };
  return bench;
}

/** A request that waits for its answer, until the test lets go of it. */
export type Held = {
  /** Once Microsoft was asked: resolves with what tells that whoever asked has given up. */
  readonly reached: Promise<{ readonly givenUp: Promise<unknown> }>;
  readonly release: () => void;
};

/** Holds all answers to addresses with this part; of several requests, from the first on. */
export function hold({ scripted: { graph } }: Pick<DirectoryBench, 'scripted'>, part: string): Held {
  const { script } = graph;
  const reached = Promise.withResolvers<{ readonly givenUp: Promise<unknown> }>();
  const waiting: (() => void)[] = [];
  graph.script = (request, response) => {
    if (!request.url.includes(part)) return script(request, response);
    waiting.push(() => {
      const { status = 200, json } = script(request, response) ?? {};
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
    reached.resolve({ givenUp: once(response, 'close') });
    return undefined;
  };
  return {
    reached: reached.promise,
    release: () => {
      graph.script = script;
      for (const answerNow of waiting) answerNow();
    },
  };
}

function answer({ url }: SeenRequest, origin: string): Reply {
  if (url.startsWith('/v1.0/organization')) return { json: { value: [{ id: TENANT, displayName: 'Contoso Ltd' }] } };
  if (url.startsWith('/v1.0/users/$count')) return { json: PEOPLE.length };
  if (!url.startsWith('/v1.0/users?')) return graphError(404, 'Request_ResourceNotFound');
  const from = Number(new URL(url, origin).searchParams.get('$skiptoken') ?? 0);
  const next =
    from + PAGE < PEOPLE.length ? { '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=${from + PAGE}` } : {};
  return { json: { value: PEOPLE.slice(from, from + PAGE), ...next } };
}
