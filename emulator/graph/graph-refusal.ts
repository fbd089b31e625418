import type { Context } from 'hono';
import { randomUUID } from 'node:crypto';
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

/** The body that Graph gives an error, with the ids its support asks for. */
export function errorBody(code: string, message: string, requestId: string): object {
  const date = new Date().toISOString().slice(0, 19);
  return { error: { code, message, innerError: { date, 'request-id': requestId, 'client-request-id': requestId } } };
}

/** Answers an error of a route. What is no refusal is a mistake of the emulator's. */
export function answerError(error: Error, c: Context): Response {
  const requestId = c.res.headers.get('request-id') ?? randomUUID();
  c.header('request-id', requestId);
  if (!(error instanceof GraphRefusal)) return c.json(errorBody('InternalServerError', error.message, requestId), 500);
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  return c.json(errorBody(error.code, error.message, requestId), error.status as ContentfulStatusCode); // as constructed
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
