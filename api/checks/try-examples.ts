import type { Directory } from '../../entra/directory.ts';
import type { Example } from '../../sync/example.schema.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { TenantId } from '../../sync/ids.ts';
import { describeVerdict } from '../../sync/judge-example.ts';
import type { Rules } from '../../sync/rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import { ask, type CheckSteps } from './check-step.ts';
import { failureOfCheck } from './failure-of-check.ts';
import { judgeExamples } from './judge-examples.ts';

type Check = { readonly name: 'examples'; readonly ok: boolean; readonly detail: string; readonly remedy?: string };

type Deps = Pick<ApiDeps, 'db' | 'now'>;
type About = { readonly tenantId: TenantId; readonly directory: Directory; readonly rules: Rules };

/**
 * A line of Check Connectivity about the examples: how many of them the rules treat as expected, and what differs. None
 * where there are no examples. A Save would be refused for what differs; whether the sync works does not depend on it.
 */
export async function* tryExamples(
  deps: Deps,
  about: About,
  examples: readonly Example[],
  signal: AbortSignal,
): CheckSteps<void> {
  if (examples.length > 0) yield* ask('examples', () => compare(deps, about, examples, signal));
}

async function compare(deps: Deps, about: About, examples: readonly Example[], signal: AbortSignal): Promise<Check> {
  try {
    const judged = await judgeExamples(deps, about, examples, signal);
    const told = judged.flatMap(
      ({ example, verdict }) => describeVerdict(example.entraObjectId, example, verdict) ?? [],
    );
    const detail = `${judged.length - told.length} of ${judged.length} as expected.`;
    if (told.length === 0) return { name: 'examples', ok: true, detail };
    return { name: 'examples', ok: false, detail: [detail, ...told].join(' '), remedy: REMEDY };
  } catch (err) {
    return notTried(failureOfCheck(err, signal));
  }
}

const REMEDY = 'Change the settings, or the examples, if something else is expected by now.';

function notTried(code: keyof typeof FAILURES): Check {
  const { message, remedy } = FAILURES[code];
  return { name: 'examples', ok: false, detail: `They could not be tried: ${message}`, remedy };
}
