import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { requireObjectId } from '../people/object-id.ts';
import { Examples } from '../responses.schema.ts';

export const EXPECTED = ['imported', 'notImported'] as const;
export type Expected = (typeof EXPECTED)[number];

/**
 * Sets what is expected of somebody, or with undefined takes the example out. May be asked again: what is so already is
 * not saved anew. Whoever saved in between is not overwritten: then the command is refused, and can be given again.
 */
export async function changeExample(
  { api, output }: Context,
  tenant: string,
  person: string,
  expected: Expected | undefined,
): Promise<Ending> {
  const entraObjectId = requireObjectId(person);
  const tenantId = await findTenantId(api, tenant);
  const route = path`/api/tenants/${tenantId}/examples`;
  const before = await api.get(route, Examples);
  const items = withExample(before.items, entraObjectId, expected);
  const isSo = JSON.stringify(items) === JSON.stringify(before.items);
  const after = isSo ? before : await api.send('PUT', route, Examples, { items }, before.version);
  output.result(after, () =>
    expected === undefined
      ? `Nothing is expected of ${entraObjectId} any more.`
      : `${entraObjectId} is expected to be ${expected === 'imported' ? 'imported' : 'left out'}.`,
  );
  return 'ok';
}

type Item = Examples['items'][number];

function withExample(items: readonly Item[], entraObjectId: string, expected: Expected | undefined): readonly Item[] {
  if (expected === undefined) return items.filter((each) => each.entraObjectId !== entraObjectId);
  if (!items.some((each) => each.entraObjectId === entraObjectId)) return [...items, { entraObjectId, expected }];
  return items.map((each) => (each.entraObjectId === entraObjectId ? { ...each, expected } : each));
}
