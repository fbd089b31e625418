import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** A browser that comes back from the sign-in page. */
export type SignInReturn = {
  readonly kind: 'signIn';
  /** Where it leads afterwards: an address of our own. */
  readonly back: string;
  /** Digest of the invitation that it is for. */
  readonly invitation: Buffer | undefined;
};
/** One that comes back from consenting, or that waits until the consent has arrived. */
export type LinkReturn = {
  readonly kind: 'consent' | 'link';
  readonly tenantId: TenantId;
  readonly entraTenantId: EntraTenantId;
};

/** What a browser is recognised by. */
export type ReturnKey = {
  /** Digest of the state that travels with the browser. */
  readonly hash: Buffer;
  /** Digest of what that browser alone holds. */
  readonly browser: Buffer;
  readonly now: Date;
};

/**
 * Notes that a browser is expected back. Across tenants, because whoever comes back is nobody's yet. Those that never came
 * are forgotten by the way.
 */
export async function expectReturn(
  tx: AcrossTenantsTx,
  { hash, browser, now }: ReturnKey,
  expected: SignInReturn | LinkReturn,
  expiresAt: Date,
): Promise<void> {
  await tx.query('delete from expected_returns where expires_at <= $1', [now]);
  const [back, invitation, tenantId, entraTenantId] =
    expected.kind === 'signIn'
      ? [expected.back, expected.invitation ?? null, null, null]
      : [null, null, expected.tenantId, expected.entraTenantId];
  await tx.query(
    `insert into expected_returns (hash, kind, browser, expires_at, back, invitation, tenant_id, entra_tenant_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [hash, expected.kind, browser, expiresAt, back, invitation, tenantId, entraTenantId],
  );
}

/** Takes a sign-in that was expected of this browser: nobody can take it again. Undefined: none was, or too long ago. */
export async function takeSignIn(tx: AcrossTenantsTx, key: ReturnKey): Promise<SignInReturn | undefined> {
  const [row] = await tx.query<{ back: string; invitation: Buffer | null }>(
    `delete from expected_returns where ${EXPECTED} and kind = 'signIn' returning back, invitation`,
    parametersOf(key),
  );
  return row && { kind: 'signIn', back: row.back, invitation: row.invitation ?? undefined };
}

/** Likewise a consent. */
export async function takeConsent(tx: AcrossTenantsTx, key: ReturnKey): Promise<LinkReturn | undefined> {
  const [row] = await tx.query<LinkReturn>(
    `delete from expected_returns where ${EXPECTED} and kind = 'consent' returning ${OF_LINK}`,
    parametersOf(key),
  );
  return row;
}

/** The linking that this browser waits for: it may ask again and again. */
export async function findLink(tx: AcrossTenantsTx, key: ReturnKey): Promise<LinkReturn | undefined> {
  const [row] = await tx.query<LinkReturn>(
    `select ${OF_LINK} from expected_returns where ${EXPECTED} and kind = 'link'`,
    parametersOf(key),
  );
  return row;
}

/** It has come, or nobody waits any more. Safe to repeat. */
export async function dropReturn(tx: AcrossTenantsTx, { hash }: Pick<ReturnKey, 'hash'>): Promise<void> {
  await tx.query('delete from expected_returns where hash = $1', [hash]);
}

const EXPECTED = 'hash = $1 and browser = $2 and expires_at > $3';
const OF_LINK = 'kind, tenant_id as "tenantId", entra_tenant_id as "entraTenantId"';
const parametersOf = ({ hash, browser, now }: ReturnKey): readonly unknown[] => [hash, browser, now];
