import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { aadstsError, type AadstsOptions } from './aadsts.ts';

/** Answers with an error of sign-in; the client's request id comes back as the correlation id, as at Microsoft. */
export function answerAadsts(
  c: Context<HostEnv>,
  { clock }: EmulatorContext,
  number: number,
  { error, status: asked }: Pick<AadstsOptions, 'error' | 'status'> = {},
): Response {
  const correlationId = c.req.header('client-request-id');
  const { status, body } = aadstsError(number, { now: clock.now(), correlationId, error, status: asked });
  // A status of the table, or one that a fault's schema has let through: from 200 to 599, with a body.
  return c.json(body, status as ContentfulStatusCode);
}
