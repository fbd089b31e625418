import type { FailureCode } from '../sync/failure.ts';
import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Puts before a tenant's admin what only they can cure; a paused tenant stays paused. Safe to repeat. */
export async function askForAttention(
  tenantId: TenantId,
  tx: Tx,
  code: FailureCode,
  detail: string | null = null,
): Promise<void> {
  await tx.query(
    `update tenants set status = 'needsAttention', attention_code = $2, attention_detail = $3
     where id = $1 and status in ('active', 'needsAttention')`,
    [tenantId, code, detail],
  );
}
