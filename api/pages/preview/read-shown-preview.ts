import * as z from 'zod';
import type { Tx } from '../../../db/database.ts';
import { readFields } from '../../../db/field-versions.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import { listPreviewDuplicates, type PreviewedDuplicate } from '../../../db/list-preview-duplicates.ts';
import { listPreviewedPeople, type PreviewedPerson, type PreviewList } from '../../../db/list-previewed-people.ts';
import type { Page } from '../../../db/page-of.ts';
import type { EmployeeRow } from '../../../db/employee-row.ts';
import { readEmployeesOf } from '../../../db/read-employees-of.ts';
import { type PreviewRow, readPreview } from '../../../db/read-preview.ts';
import type { EntraObjectId, RunId, TenantId } from '../../../sync/ids.ts';
import { cursorText, searchText } from '../addresses/read-query.ts';
import { listedPeople, SHOWN_LISTS, type ShownList } from './preview-words.ts';

/** Which list, search and page of it an address asks for. */
export const PreviewQuery = z.object({
  action: z.enum(SHOWN_LISTS).optional(),
  query: searchText(200),
  cursor: cursorText,
});
export type PreviewAsked = z.output<typeof PreviewQuery>;

/** A preview and one page of one of its lists. */
export type ShownPreview = PreviewRow & {
  readonly asked: PreviewAsked;
  readonly shown: ShownPage;
  /** Somebody saved since it began: it told of other rules. */
  readonly stale: boolean;
};

/** One page of one list. */
export type ShownPage =
  | {
      readonly list: PreviewList;
      readonly people: Page<PreviewedPerson>;
      readonly employees: ReadonlyMap<EntraObjectId, EmployeeRow>;
    }
  | { readonly list: 'duplicate'; readonly people: Page<PreviewedDuplicate> };

/** Whether a page with it is to be loaded anew. */
export const isGoing = ({ run }: Pick<PreviewRow, 'run'>): boolean => run.state === 'running';

/**
 * What `PreviewSection` shows; undefined: the tenant has no preview of that number (any more). Without a list that is
 * asked for, the first that somebody is on.
 */
export async function readShownPreview(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  asked: PreviewAsked,
  peopleAPage = 50,
): Promise<ShownPreview | undefined> {
  const preview = await readPreview(tenantId, tx, runId);
  if (preview === undefined) return undefined;
  const { run, settingsVersion, fieldsVersion } = preview;
  const counts = listedPeople(run.counts);
  const list = asked.action ?? SHOWN_LISTS.find((each) => counts[each] > 0) ?? 'create';
  const newest = {
    settings: (await readIntegration(tenantId, tx)).version,
    fields: (await readFields(tenantId, tx)).version,
  };
  return {
    ...preview,
    asked,
    shown: await readShownPage(tenantId, tx, run, list, { ...asked, limit: peopleAPage }),
    stale: newest.settings !== settingsVersion || newest.fields !== fieldsVersion,
  };
}

/** A preview that has not come to its end has no lists yet. */
async function readShownPage(
  tenantId: TenantId,
  tx: Tx,
  { id: runId, state }: PreviewRow['run'],
  list: ShownList,
  { query, cursor, limit }: Pick<PreviewAsked, 'query' | 'cursor'> & { readonly limit: number },
): Promise<ShownPage> {
  const ended = state === 'succeeded';
  if (list === 'duplicate') {
    return {
      list,
      people: ended ? await listPreviewDuplicates(tenantId, tx, runId, { query, cursor, limit }) : NOBODY,
    };
  }
  const people = ended ? await listPreviewedPeople(tenantId, tx, runId, { list, query, cursor, limit }) : NOBODY;
  const known = people.items.flatMap(({ employeeId, entraObjectId }) => (employeeId === null ? [] : [entraObjectId]));
  return { list, people, employees: await readEmployeesOf(tenantId, tx, known) };
}

const NOBODY = { items: [], next: null };
