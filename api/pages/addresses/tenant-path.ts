import type { Context } from 'hono';
import type * as z from 'zod';
import type { TenantId } from '../../../sync/ids.ts';
import { nothingHere } from '../../problem-error.ts';
import { TenantPath } from '../../schemas/path.schema.ts';

/** The parts of a page's address. Throws ProblemError for one that can be no id of ours. */
export function pathOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(c.req.param());
  if (!parsed.success) throw nothingHere();
  return parsed.data;
}

/** Whatever else the address holds. */
export function tenantIdOf(c: Context): TenantId {
  const parsed = TenantPath.safeParse({ id: c.req.param('id') });
  if (!parsed.success) throw nothingHere();
  return parsed.data.id;
}
