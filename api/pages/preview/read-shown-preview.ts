import * as z from 'zod';
import type { Tx } from '../../../db/database.ts';
import { readFields } from '../../../db/field-versions.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import {
  listPreviewedPeople,
  PREVIEW_LISTS,
  type PreviewedPerson,
  type PreviewList,
} from '../../../db/list-previewed-people.ts';
import type { Page } from '../../../db/page-of.ts';
import type { EmployeeRow } from '../../../db/employee-row.ts';
import { readEmployeesOf } from '../../../db/read-employees-of.ts';
import { type PreviewRow, readPreview } from '../../../db/read-preview.ts';
import type { EntraObjectId, RunId, TenantId } from '../../../sync/ids.ts';
import { cursorText, searchText } from '../addresses/read-query.ts';
import { listedPeople } from './preview-words.ts';

/** Which list, search and page of it an address asks for. */
export const PreviewQuery = z.object({
  action: z.enum(PREVIEW_LISTS).optional(),
  query: searchText(200),
  cursor: cursorText,
});
export type PreviewAsked = z.output<typeof PreviewQuery>;

/** A preview and one page of one of its lists. */
export type ShownPreview = PreviewRow & {
  readonly list: PreviewList;
  readonly asked: PreviewAsked;
  readonly people: Page<PreviewedPerson>;
  readonly employees: ReadonlyMap<EntraObjectId, EmployeeRow>;
  /** Somebody saved since it began: it told of other rules. */
  readonly stale: boolean;
};

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
  const list = asked.action ?? PREVIEW_LISTS.find((each) => counts[each] > 0) ?? 'create';
  const { query, cursor } = asked;
  const people =
    run.state === 'succeeded'
      ? await listPreviewedPeople(tenantId, tx, runId, { list, query, cursor, limit: peopleAPage })
      : { items: [], next: null };
  const known = people.items.flatMap(({ employeeId, entraObjectId }) => (employeeId === null ? [] : [entraObjectId]));
  const newest = {
    settings: (await readIntegration(tenantId, tx)).version,
    fields: (await readFields(tenantId, tx)).version,
  };
  return {
    ...preview,
    ...{ list, asked, people },
    employees: await readEmployeesOf(tenantId, tx, known),
    stale: newest.settings !== settingsVersion || newest.fields !== fieldsVersion,
  };
}
