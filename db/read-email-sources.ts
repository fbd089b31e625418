import type { EmailSource } from '../sync/integration-settings.schema.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { outcomeCode, sourceCode } from './codes.ts';
import type { Tx } from './database.ts';

export type EmailSources = {
  /** The full run that has told it. */
  readonly runId: RunId;
  /** People who are imported, by where their address was found. */
  readonly people: Readonly<Record<EmailSource, number>>;
  /** People who stay out because no source gave an address. */
  readonly none: number;
};

const NEWEST_FULL = `
select r.id::text as id from sync_runs r
where r.tenant_id = $1 and r.kind = 'full' and r.not_imported is not null
  and exists (select from listing_pages p where p.tenant_id = $1 and p.run_id = r.id)
order by r.id desc limit 1`;

/**
 * Where the newest full run that has ended found the addresses of people; undefined: none has told it yet. Two bytes of
 * each person are looked at: some 20 ms for a million.
 */
export async function readEmailSources(tenantId: TenantId, tx: Tx): Promise<EmailSources | undefined> {
  const [run] = await tx.query<{ id: RunId }>(NEWEST_FULL, [tenantId]);
  if (run === undefined) return undefined;
  const pages = await tx.query<{ outcomes: Buffer }>(
    'select outcomes from listing_pages where tenant_id = $1 and run_id = $2',
    [tenantId, run.id],
  );
  const [matches, noEmail] = [outcomeCode('matches'), outcomeCode('noEmail')];
  const bySource: Record<number, number> = {};
  let none = 0;
  for (const { outcomes } of pages) {
    for (let at = 0; at < outcomes.length; at += 2) {
      if (outcomes[at] === noEmail) none++;
      if (outcomes[at] !== matches) continue;
      const source = outcomes[at + 1] ?? 0;
      bySource[source] = (bySource[source] ?? 0) + 1;
    }
  }
  const of = (source: EmailSource): number => bySource[sourceCode(source)] ?? 0;
  return {
    runId: run.id,
    people: {
      proxyAddresses: of('proxyAddresses'),
      mail: of('mail'),
      otherMails: of('otherMails'),
      userPrincipalName: of('userPrincipalName'),
    },
    none,
  };
}
