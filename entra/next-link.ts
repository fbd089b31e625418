import { EntraError } from './entra-error.ts';
import type { PageLink } from './read-users-page.ts';
import { isTrustedLink } from './trust-origin.ts';

/**
 * The link of a page to the next one; undefined: it was the last. Throws EntraError `untrustedLink` for one that leads to
 * another host, or back to `link`, which the page was read by.
 */
export function nextLink(
  page: { readonly '@odata.nextLink'?: string | null | undefined },
  link: PageLink | undefined,
  graphEndpoint: string,
): PageLink | undefined {
  const next = page['@odata.nextLink'] ?? undefined;
  if (next !== undefined && (next === link || !isTrustedLink(next, graphEndpoint)))
    throw new EntraError('untrustedLink');
  return next;
}
