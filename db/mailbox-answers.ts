import * as z from 'zod';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import type { HeldAnswers, KeptAnswer } from '../sync/mailbox-question.ts';
import type { Tx } from './database.ts';

/** What was answered before about the mailboxes of these people. */
export async function readMailboxAnswers(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, KeptAnswer>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ oid: EntraObjectId; answer: MailboxAnswer; fingerprint: string; asked_at: string }>(
    `select entra_object_id as oid, answer, encode(fingerprint, 'hex') as fingerprint, asked_at from mailbox_answers
     where tenant_id = $1 and entra_object_id = any($2::uuid[])`,
    [tenantId, `{${ids.join(',')}}`],
  );
  return new Map(
    rows.map(({ oid, answer, fingerprint, asked_at }) => [
      oid,
      { answer, fingerprint, askedAt: z.coerce.date().parse(asked_at) },
    ]),
  );
}

/** Keeps answers in place of earlier ones, and forgets those that were refuted. Safe to repeat, and of two who keep at once the later one counts. */
export async function keepMailboxAnswers(
  tenantId: TenantId,
  tx: Tx,
  { toKeep, toForget }: Pick<HeldAnswers, 'toKeep' | 'toForget'>,
  now: Date,
): Promise<void> {
  if (toKeep.length > 0) {
    await tx.query(
      `insert into mailbox_answers (tenant_id, entra_object_id, answer, fingerprint, asked_at)
       select $1, id, answer, decode(fingerprint, 'hex'), $3
       from json_to_recordset($2::json) as a (id uuid, answer text, fingerprint text) order by id
       on conflict (tenant_id, entra_object_id) do update
         set answer = excluded.answer, fingerprint = excluded.fingerprint, asked_at = excluded.asked_at`,
      [tenantId, JSON.stringify(toKeep), now],
    );
  }
  if (toForget.length > 0) {
    await tx.query('delete from mailbox_answers where tenant_id = $1 and entra_object_id = any($2::uuid[])', [
      tenantId,
      `{${toForget.join(',')}}`,
    ]);
  }
}
