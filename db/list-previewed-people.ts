import * as z from 'zod';
import type { RunId, TenantId } from '../sync/ids.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import type { RunChange } from './list-run-changes.ts';
import { pageOf, type Page } from './page-of.ts';
import { searchTerm } from './search-employees.ts';
import { changeOf, type StoredChange } from './stored-change.ts';

/** Who would come (back), change, or go. */
export const PREVIEW_LISTS = ['create', 'update', 'remove'] as const;
export type PreviewList = (typeof PREVIEW_LISTS)[number];

export type PreviewedPerson = RunChange & {
  /** What they are called, else their address; empty: erased since. */
  readonly name: string;
};

type Wanted = {
  readonly list: PreviewList;
  /** Part of a name or an address, in any case. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The run, the list and the search; name and id of the last one shown. */
const Place = z.tuple([z.string(), z.string().refine((text) => !text.includes('\u0000')), z.guid()]);

/** Numbers of lists as they are stored. Of whoever would go nothing is kept in the plan: the employee has the name. */
const LISTS = {
  create: { code: 1, from: 'preview_changes c', named: 'c' },
  update: { code: 2, from: 'preview_changes c', named: 'c' },
  remove: {
    code: 3,
    from: `preview_changes c join employees e on e.tenant_id = c.tenant_id and e.entra_object_id = c.entra_object_id
      and e.erased_at is null`,
    named: 'e',
  },
} as const satisfies Readonly<Record<PreviewList, unknown>>;

/** One list of a preview, by name. Throws BadCursorError for a cursor of another list. */
export async function listPreviewedPeople(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { list, query, cursor, limit }: Wanted,
): Promise<Page<PreviewedPerson>> {
  const term = searchTerm(query);
  const listName = `${runId} ${list} ${term}`;
  const [, name, oid] = cursor === undefined ? [listName, null, null] : decodeCursorOf(listName, cursor, Place);
  const { code, from, named } = LISTS[list];
  const rows = await tx.query<StoredChange & { readonly sort_name: string; readonly email_key: string }>(
    `select c.entra_object_id as oid, c.employee_id, c.action, c.reason, c.before, c.after, ${named}.sort_name,
       ${named}.email_key
     from ${from}
     where c.tenant_id = $1 and c.run_id = $2 and c.list = $3
       and ($4 = '' or strpos(lower(${named}.sort_name), lower($4::text collate "und-x-icu")) > 0
         or strpos(${named}.email_key, lower($4::text collate "und-x-icu")) > 0)
       and ($5::text is null or (${named}.sort_name, c.entra_object_id) > ($5::text, $6::uuid))
     order by ${named}.sort_name, c.entra_object_id limit $7`,
    [tenantId, runId, code, term, name, oid, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => [listName, row.sort_name, row.oid],
    (row) => ({ ...changeOf(row, false), name: row.sort_name === '' ? row.email_key : row.sort_name }),
  );
}
