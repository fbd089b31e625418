import * as z from 'zod';
import type { EmployeeId, EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';
import { searchTerm } from './search-employees.ts';

/** Somebody as a preview names them. */
type Named = {
  readonly entraObjectId: EntraObjectId;
  /** Null: somebody new. */
  readonly employeeId: EmployeeId | null;
  /** What they are called, else their address; empty: erased since. */
  readonly name: string;
};

/** Who would become a duplicate, and who would hold the address: as it was at the time of the preview. */
export type PreviewedDuplicate = Named & {
  /** In small letters; empty: erased since. */
  readonly email: string;
  readonly heldBy: Named;
};

type Wanted = {
  /** Part of a name or an address, in any case. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The run and the search; name and id of the last one shown. */
const Place = z.tuple([z.string(), z.string().refine((text) => !text.includes('\u0000')), z.guid()]);

type Row = {
  readonly oid: EntraObjectId;
  readonly employee_id: EmployeeId | null;
  readonly name: string;
  readonly email_key: string;
  readonly holder_oid: EntraObjectId;
  readonly holder_employee_id: EmployeeId | null;
  readonly holder_name: string;
};

/** Whom a preview found to become duplicates, by name. Throws BadCursorError for a cursor of another list. */
export async function listPreviewDuplicates(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { query, cursor, limit }: Wanted,
): Promise<Page<PreviewedDuplicate>> {
  const term = searchTerm(query);
  const list = `${runId} duplicate ${term}`;
  const [, name, oid] = cursor === undefined ? [list, null, null] : decodeCursorOf(list, cursor, Place);
  const rows = await tx.query<Row>(
    `select entra_object_id as oid, employee_id, name, email_key, holder_entra_object_id as holder_oid,
       holder_employee_id, holder_name
     from preview_duplicates
     where tenant_id = $1 and run_id = $2
       and ($3 = '' or strpos(lower(name), lower($3::text collate "und-x-icu")) > 0
         or strpos(email_key, lower($3::text collate "und-x-icu")) > 0)
       and ($4::text is null or (name, entra_object_id) > ($4::text, $5::uuid))
     order by name, entra_object_id limit $6`,
    [tenantId, runId, term, name, oid, limit + 1],
  );
  return pageOf(rows, limit, (row) => [list, row.name, row.oid], duplicateOf);
}

const duplicateOf = (row: Row): PreviewedDuplicate => ({
  entraObjectId: row.oid,
  employeeId: row.employee_id,
  name: row.name,
  email: row.email_key,
  heldBy: { entraObjectId: row.holder_oid, employeeId: row.holder_employee_id, name: row.holder_name },
});
