import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { hashText, shuffledPlace } from '../hash.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest } from './graph-refusal.ts';

/** https://learn.microsoft.com/en-us/graph/json-batching */
const MOST = 20;
const RELATIVE = /^\/(?!\/)/;
const partSchema = z.object({
  id: z.string().min(1),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
const batchSchema = z.object({ requests: z.array(partSchema).min(1) });
type Part = z.output<typeof partSchema>;
type Answer = {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
};

/** Sends a part as a request of its own. */
type Ask = (path: string, init: RequestInit) => Response | Promise<Response>;

/** Many requests in one: each is answered by itself, and the answers come in any order. */
export function batchRoute(ask: Ask): Hono<GraphEnv> {
  return new Hono<GraphEnv>().post('/$batch', async (c) => {
    const { data } = batchSchema.safeParse(await c.req.json().catch(() => undefined));
    if (data === undefined) throw badRequest('Invalid batch payload format.');
    const { requests } = data;
    if (requests.length > MOST) throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST}.`);
    if (new Set(requests.map(({ id }) => id)).size < requests.length) throw badRequest('Request ids must be unique.');
    if (requests.some(({ url }) => !RELATIVE.test(url))) throw badRequest('Request urls must be relative.');
    if (requests.some(({ url }) => url.startsWith('/$batch'))) throw badRequest('A batch cannot hold another one.');
    const answers = new Map<string, Answer>();
    for (const part of requests) answers.set(part.id, await answerPart(c, ask, part, answers));
    return c.json({ responses: inAnyOrder([...answers.values()]) });
  });
}

async function answerPart(
  c: Context<GraphEnv>,
  ask: Ask,
  part: Part,
  before: ReadonlyMap<string, Answer>,
): Promise<Answer> {
  const failed = part.dependsOn?.some((id) => (before.get(id)?.status ?? 424) >= 400);
  if (failed === true) {
    const error = { code: 'FailedDependency', message: 'A request that this one depends on failed.' };
    return { id: part.id, status: 424, headers: {}, body: { error } };
  }
  const headers = new Headers(part.headers);
  headers.set('authorization', c.req.header('authorization') ?? '');
  const body = part.body === undefined ? null : JSON.stringify(part.body);
  const response = await ask(`/v1.0${part.url}`, { method: part.method, headers, body });
  const text = await response.text();
  return { id: part.id, status: response.status, headers: Object.fromEntries(response.headers), body: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Always the same for the same answers. */
function inAnyOrder(answers: readonly Answer[]): Answer[] {
  const key = hashText(answers.map(({ id }) => id).join());
  return answers.map((_, position) => answers[shuffledPlace(position, answers.length, key)] as Answer); // a place of it
}
