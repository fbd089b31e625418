import type { TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { explainUser, type ExplainedUser } from '../../explain-user.ts';
import { ProblemError } from '../../problem-error.ts';

export type Looked = ExplainedUser | { readonly found: 'notAsked'; readonly problem: ProblemError };

/** That Entra cannot be asked is an answer too, and the box stays where it is. */
export async function lookUpPerson(
  deps: Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>,
  tenantId: TenantId,
  who: string,
  asked: AbortSignal,
): Promise<Looked> {
  try {
    return await explainUser(deps, tenantId, who, asked);
  } catch (err) {
    if (err instanceof ProblemError && err.code !== 'notFound') return { found: 'notAsked', problem: err };
    throw err;
  }
}
