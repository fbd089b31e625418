import type { TenantRow } from '../../../db/tenants.ts';
import type { Example } from '../../../sync/example.schema.ts';
import { FAILURES } from '../../../sync/failure.ts';
import type { Rules } from '../../../sync/rules.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../../checks/check-directory.ts';
import { type JudgedExample, judgeExamples } from '../../checks/judge-examples.ts';
import { directoryTrouble } from '../../refuse-directory.ts';

/** Examples with what the rules make of them now; or why nobody can be asked. */
export type TriedExamples = {
  /** In the order of the examples; empty where they could not be tried. */
  readonly judged: readonly JudgedExample[];
  readonly trouble: string | undefined;
};

/** Tries the rules on the examples, live; a directory that does not answer keeps nobody from the rest of the page. */
export async function lookUpExamples(
  deps: Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>,
  { id, entraTenantId, status }: TenantRow,
  { examples, rules }: { readonly examples: readonly Example[]; readonly rules: Rules },
  asked: AbortSignal,
): Promise<TriedExamples> {
  if (examples.length === 0) return { judged: [], trouble: undefined };
  if (entraTenantId === null || status === 'unlinked') return { judged: [], trouble: FAILURES.tenantNotLinked.message };
  const about = { tenantId: id, directory: deps.directoryOf(entraTenantId), rules };
  const signal = AbortSignal.any([asked, AbortSignal.timeout(CHECKS_WITHIN_MS)]);
  try {
    return { judged: await judgeExamples(deps, about, examples, signal), trouble: undefined };
  } catch (err) {
    return { judged: [], trouble: `They could not be tried: ${directoryTrouble(err)}` };
  }
}
