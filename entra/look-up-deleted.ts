import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import { EntraError } from './entra-error.ts';
import { ADVANCED, filterByAddress } from './filter-by-address.ts';
import { brokenAnswer, type GraphClient, orBroken } from './graph-client.ts';
import { toEntraObjectId } from './parse-user.ts';

/** Somebody to choose, or of whom no more is left. */
export type Named = Pick<EntraUser, 'id' | 'displayName'>;

/** The largest page (https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list). */
const PAGE = 999;
const SELECT = 'id,displayName,userPrincipalName,mail,otherMails,proxyAddresses';

/**
 * Whoever of those deleted in the last 30 days had this address or user principal name. Graph puts their object id in front
 * of the name (https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list), so it is asked whose name ends so:
 * among them are others with a longer one, who are left out here. A directory that does not search them tells of nobody:
 * whom the look-up is about may still be found by object id. Throws EntraError.
 */
export async function lookUpDeleted(
  graph: GraphClient,
  address: string,
  signal: AbortSignal,
): Promise<readonly Named[]> {
  if (address.startsWith('@')) return []; // a domain alone, with which everybody's name ends
  const filter = encodeURIComponent(filterByAddress(address, 'endsName'));
  const path = `/directory/deletedItems/microsoft.graph.user?$filter=${filter}&$count=true&$select=${SELECT}&$top=${PAGE}`;
  const people: Named[] = [];
  try {
    let link: string | null | undefined;
    do {
      const answer = link == null ? graph.get(path, signal, ADVANCED) : graph.follow(link, signal, ADVANCED);
      const page = orBroken(Page.safeParse(await answer).data);
      people.push(...page.value.filter((each) => had(each, address.toLowerCase())).map(nameOf));
      const next = page['@odata.nextLink'];
      if (next != null && next === link) throw brokenAnswer();
      link = next;
    } while (link != null);
    return people;
  } catch (err) {
    if (err instanceof EntraError && err.code === 'requestRefused') return [];
    throw err;
  }
}

/** Somebody deleted, of whom only an id and a name are read. Undefined: it is nobody. */
export function readDeleted(item: unknown): Named | undefined {
  const parsed = Deleted.safeParse(item).data;
  return parsed && nameOf(parsed);
}

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const Deleted = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  otherMails: texts,
  proxyAddresses: texts,
});
type Deleted = z.output<typeof Deleted>;
const Page = z.object({ value: z.array(Deleted), '@odata.nextLink': z.string().nullish() });

const nameOf = ({ id, displayName = null }: Deleted): Named => ({ id: toEntraObjectId(id), displayName });

/** `address` is in small letters. */
function had({ id, userPrincipalName, mail, otherMails, proxyAddresses }: Deleted, address: string): boolean {
  const name = userPrincipalName?.toLowerCase();
  return (
    name === id.toLowerCase().replaceAll('-', '') + address ||
    [name, mail?.toLowerCase(), ...otherMails.map((each) => each.toLowerCase())].includes(address) ||
    proxyAddresses.some((each) => each.toLowerCase() === `smtp:${address}`)
  );
}
