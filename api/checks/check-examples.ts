import { readExamples } from '../../db/example-versions.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { describeVerdict } from '../../sync/judge-example.ts';
import { compileRules } from '../../sync/rules.ts';
import { admissionText } from '../../sync/rules-text.ts';
import type { ApiDeps } from '../api-deps.ts';
import { ProblemError } from '../problem-error.ts';
import { directoryProblem } from '../refuse-directory.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import type { Finding } from '../schemas/problem.schema.ts';
import { CHECKS_WITHIN_MS } from './check-directory.ts';
import { type JudgedExample, judgeExamples } from './judge-examples.ts';

/**
 * Tries settings that are about to be saved on the tenant's examples (docs/adr/0020), where they import other people than
 * what is saved does. Throws ProblemError that names each example of which they would make something else than is
 * expected, or one that says why Microsoft cannot be asked. While no directory is linked nobody can be.
 *
 * @returns a finding for each example that tries nothing, since there is nobody with its id: no reason to refuse
 */
export async function checkExamples(
  deps: Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>,
  id: TenantId,
  settings: IntegrationSettings,
): Promise<readonly Finding[]> {
  const { tenant, examples, before, fields } = await deps.db.inTransaction(id, async (tx) => {
    const found = await findTenant(id, tx);
    requireStatus(found, NOT_LEAVING);
    return {
      tenant: found,
      examples: (await readExamples(id, tx)).items,
      before: (await readIntegration(id, tx)).settings,
      fields: (await readFields(id, tx)).items,
    };
  });
  const { entraTenantId, status } = tenant;
  if (examples.length === 0 || entraTenantId === null || status === 'unlinked') return [];
  if (status !== 'linked' && admissionText(before) === admissionText(settings)) return [];

  const about = { tenantId: id, directory: deps.directoryOf(entraTenantId), rules: compileRules(settings, fields) };
  const judged = await judgeExamples(deps, about, examples, AbortSignal.timeout(CHECKS_WITHIN_MS)).catch(
    (err: unknown) => {
      throw directoryProblem(err);
    },
  );
  const broken = judged.flatMap((each, index) => findingOf(each, index, 'differs'));
  if (broken.length > 0) throw new ProblemError('examplesBroken', BROKEN, { remedy: BROKEN_REMEDY, errors: broken });
  return judged.flatMap((each, index) => findingOf(each, index, 'nobody'));
}

const BROKEN = 'With these settings not everybody of the examples would be treated as expected. Nothing was saved.';
const BROKEN_REMEDY = 'Change the settings, or the examples, if something else is expected by now.';

function findingOf({ example, verdict }: JudgedExample, index: number, kind: 'differs' | 'nobody'): Finding[] {
  if (verdict.kind !== kind) return [];
  const reason = verdict.kind === 'differs' ? verdict.would : verdict.because;
  const message = describeVerdict(example.entraObjectId, example, verdict) ?? '';
  return [{ path: `examples.${index}`, reason, message }];
}
