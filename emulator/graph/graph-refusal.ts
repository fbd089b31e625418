import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Graph says no, in its own form: https://learn.microsoft.com/en-us/graph/errors */
export class GraphRefusal extends HTTPException {
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(status, { message });
    this.code = code;
    this.headers = headers;
  }
}

/** Answers in Graph's form, with the ids its support asks for. What is no refusal is a mistake of the emulator's. */
export function answerError(error: Error, c: Context): Response {
  if (!(error instanceof GraphRefusal)) return c.json(bodyOf(c, 'InternalServerError', error.message), 500);
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  return c.json(bodyOf(c, error.code, error.message), error.status as ContentfulStatusCode); // as constructed
}

function bodyOf(c: Context, code: string, message: string): object {
  const requestId = c.res.headers.get('request-id') ?? '';
  const clientRequestId = c.res.headers.get('client-request-id') ?? requestId;
  const date = new Date().toISOString().slice(0, 19);
  return {
    error: { code, message, innerError: { date, 'request-id': requestId, 'client-request-id': clientRequestId } },
  };
}

export const notFound = (id: string): GraphRefusal =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
export const badRequest = (message: string): GraphRefusal => new GraphRefusal(400, 'Request_BadRequest', message);
export const unsupported = (message: string): GraphRefusal =>
  new GraphRefusal(400, 'Request_UnsupportedQuery', message);
