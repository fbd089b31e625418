import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEY } from './rollcall.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly accept: string;
  readonly ifMatch: string | undefined;
};

/** What to answer: JSON with its status, or whatever is written by hand. */
export type Answer = { readonly status?: number; readonly body?: unknown } | ((response: ServerResponse) => void);
export type Routes = Readonly<Record<string, (asked: Asked) => Answer>>;

export type FakeRollcall = { readonly url: string; readonly asked: Asked[]; readonly stop: () => Promise<void> };

/**
 * A server that answers over HTTP as Rollcall's API does, for what a real one does not do at will: outages, slow and
 * broken answers, any state of a run. `'GET /api/tenants'` names a route; `'*'` answers all others.
 */
export async function startFakeRollcall(routes: Routes, port = 0): Promise<FakeRollcall> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((question) => {
      asked.push(question);
      if (request.headers.authorization !== `Bearer ${KEY}`)
        return answer(response, problem(401, 'keyMissing', 'No such key.'));
      const route = routes[`${question.method} ${question.path}`] ?? routes['*'];
      answer(response, route?.(question) ?? problem(404, 'notFound', 'There is nothing here.'));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  // an AddressInfo: it listens on TCP
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return {
    method: request.method ?? '',
    path: decodeURI(pathname),
    query: Object.fromEntries(searchParams),
    body: text === '' ? undefined : JSON.parse(text),
    accept: request.headers.accept ?? '',
    ifMatch: request.headers['if-match'],
  };
}

function answer(response: ServerResponse, given: Answer): void {
  if (typeof given === 'function') return given(response);
  const { status = 200, body } = given;
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type }).end(body === undefined ? undefined : JSON.stringify(body));
}

/** RFC 9457, as Rollcall answers errors. */
export const problem = (status: number, code: string, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: `https://rollcall.example/problems/${code}`, title: detail, status, detail, code, ...more },
});
