/** Filters on lists of addresses, `endsWith` and `$search` need both (https://learn.microsoft.com/en-us/graph/aad-advanced-queries). */
export const ADVANCED = { ConsistencyLevel: 'eventual' };

/**
 * The `$filter` for whoever has this address, or this user principal name: as it is, or, as `endsName`, behind something
 * else. Graph compares without regard to case, and a quote within a text is written twice.
 */
export function filterByAddress(address: string, ofName: 'isName' | 'endsName' = 'isName'): string {
  const quoted = address.replaceAll("'", "''");
  return [
    ofName === 'isName' ? `userPrincipalName eq '${quoted}'` : `endsWith(userPrincipalName,'${quoted}')`,
    `mail eq '${quoted}'`,
    `otherMails/any(a:a eq '${quoted}')`,
    `proxyAddresses/any(a:a eq 'smtp:${quoted}')`,
  ].join(' or ');
}
