import type { Directory } from '../../entra/directory.ts';
import type { EntraTenantId } from '../../sync/ids.ts';
import { answerBatch, notFound } from '../entra/answer-batch.ts';
import { startScriptedEntra } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';

export type ScriptedPerson = Readonly<Record<string, unknown>> & { readonly id: string };

/** A directory over HTTPS that lists a few people a page, and does in between what a test is about. */
export type ScriptedListing = {
  readonly directory: Directory;
  entraTenantId: EntraTenantId;
  name: string;
  people: readonly ScriptedPerson[];
  /** People who are there by id, and in no listing. */
  unlisted: readonly ScriptedPerson[];
  perPage: number;
  /** Looks at each request first: a reply of its own, or `undefined` for the usual one. It may take its time. */
  meet: (request: SeenRequest) => Reply | undefined | Promise<Reply | undefined>;
  /** Everything that was asked of Graph, as `organization`, `watermark`, `changes`, `count`, `page 1`, `batch`. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function openScriptedListing(): Promise<ScriptedListing> {
  const scripted = await startScriptedEntra((request, response) => {
    // Whoever waits for an answer that does not come has gone meanwhile, and hears nothing.
    void Promise.resolve(listing.meet(request)).then((met) => {
      const { status = 200, json, headers = {} } = met ?? usual(request);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
    });
    return undefined;
  });
  const usual = (request: SeenRequest): Reply => {
    const { people, perPage, entraTenantId, name } = listing;
    const what = nameOf(request);
    if (what === 'organization') return { json: { value: [{ id: entraTenantId, displayName: name }] } };
    // Nothing has changed that the listing would not tell as well.
    if (what === 'watermark' || what === 'changes')
      return { json: { value: [], '@odata.deltaLink': `${scripted.graph.origin}${WATERMARK}` } };
    if (what === 'count') return { json: people.length };
    if (what === 'batch') return answerBatch(request, (url) => byId(url));
    const page = pageOf(request);
    const next = `${scripted.graph.origin}/v1.0/users?$skiptoken=${page + 1}`;
    const value = people.slice((page - 1) * perPage, page * perPage);
    return { json: { value, ...(page * perPage < people.length && { '@odata.nextLink': next }) } };
  };
  const byId = (url: string) => {
    const found = [...listing.people, ...listing.unlisted].find(({ id }) => url.includes(id));
    return found === undefined ? notFound : { status: 200, body: found };
  };
  const listing: ScriptedListing = {
    directory: scripted.directory,
    entraTenantId: '' as EntraTenantId, // the tenant's, which is not there yet
    name: 'Contoso',
    people: [],
    unlisted: [],
    perPage: 2,
    meet: () => undefined,
    asked: () => scripted.graph.seen.map(nameOf),
    async close() {
      await scripted[Symbol.asyncDispose]();
    },
  };
  return listing;
}

const WATERMARK = '/v1.0/users/delta?$deltatoken=from-here';

export function nameOf(request: SeenRequest): string {
  if (request.url.includes('/organization')) return 'organization';
  if (request.url.includes('/$count')) return 'count';
  if (request.url.includes('deltatoken=latest')) return 'watermark';
  if (request.url.includes('/users/delta')) return 'changes';
  return request.method === 'POST' ? 'batch' : `page ${pageOf(request)}`;
}

const pageOf = ({ url }: SeenRequest): number => Number(/skiptoken=(\d+)/.exec(url)?.[1] ?? 1);
