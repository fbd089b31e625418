import { z } from 'zod';
import type { Reply, SeenRequest } from './scripted-host.ts';

const Batch = z.object({ requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string() })) });

/** What one request of a batch is answered; undefined: it is left out. */
export type PartReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
};

/** The URLs of a batch, in the order in which they were asked. */
export const urlsOf = (request: SeenRequest): readonly string[] =>
  Batch.parse(JSON.parse(request.body)).requests.map(({ url }) => url);

/** Answers each request of a batch by itself, the last first: Graph promises no order. */
export function answerBatch(request: SeenRequest, answer: (url: string) => PartReply | undefined): Reply {
  const { requests } = Batch.parse(JSON.parse(request.body));
  const responses = requests.flatMap(({ id, url }) => {
    const part = answer(url);
    return part === undefined ? [] : [{ id, ...part }];
  });
  return { json: { responses: responses.toReversed() } };
}

/** As Graph answers for an id that it does not know. */
export const notFound: PartReply = {
  status: 404,
  body: { error: { code: 'Request_ResourceNotFound', message: 'Ada Lovelace does not exist.' } },
};
