import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { Requested } from '../responses.schema.ts';
import { answerRequest } from '../sync/answer-request.ts';
import { findRun, runPath } from './find-run.ts';

/** A new run of the same kind as the one that failed or was cancelled. */
export async function retryRun(
  context: Context,
  text: string,
  { wait = false }: { readonly wait?: boolean },
): Promise<Ending> {
  const reference = await findRun(context.api, text);
  const requested = await context.api.send('POST', `${runPath(reference)}/retry`, Requested);
  const label = reference.label.replace(/\/\d+$/, '');
  return answerRequest(context, { tenantId: reference.tenantId, label, ...requested }, wait);
}
