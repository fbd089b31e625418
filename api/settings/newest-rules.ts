import type { Tx } from '../../db/database.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import type { TenantId } from '../../sync/ids.ts';
import { compileRules, type Rules } from '../../sync/rules.ts';

/** The rules of the settings and fields that were saved last. */
export const newestRules = async (tenantId: TenantId, tx: Tx): Promise<Rules> =>
  compileRules((await readIntegration(tenantId, tx)).settings, (await readFields(tenantId, tx)).items);
