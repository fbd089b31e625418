import type { FC } from 'hono/jsx';
import type { TenantId } from '../../../sync/ids.ts';
import { withQuery } from '../addresses/with-query.ts';
import { Pager } from '../lists/pager.tsx';
import { SearchField } from '../lists/search-field.tsx';
import { ChangeTable } from '../runs/change-table.tsx';
import { numberText } from '../words/relative-time.ts';
import { DuplicatesTable } from './duplicates-table.tsx';
import { LIST_WORDS, listedPeople, NOBODY_WORDS, SHOWN_LISTS, type ShownList } from './preview-words.ts';
import type { ShownPreview } from './read-shown-preview.ts';

/** Who would come, change, go and be a duplicate: one list at a time, searchable, by links. */
export const PreviewLists: FC<{ readonly tenantId: TenantId; readonly preview: ShownPreview }> = ({
  tenantId,
  preview: { run, asked, shown, fields, savedFields },
}) => {
  const { list } = shown;
  const path = `/tenants/${tenantId}/previews/${run.id}`;
  const counts = listedPeople(run.counts);
  const { query, cursor } = asked;
  const nobody = nobodyText(list, query, counts[list]);
  const keys = new Set(fields.map(({ key }) => key));
  return (
    <>
      <nav class="actions card-body" id="preview-people" aria-label="Lists of the preview">
        {SHOWN_LISTS.map((each) => (
          <a
            class="chip"
            href={`${withQuery(path, { action: each })}#preview-people`}
            {...(each === list && { 'aria-current': 'true' })}
          >
            {LIST_WORDS[each]} ({numberText(counts[each])})
          </a>
        ))}
      </nav>
      {counts[list] > 0 && (
        <form method="get" action={`${path}#preview-people`} class="search card-body" role="search">
          <input type="hidden" name="action" value={list} />
          <SearchField query={query} />
          <button class="btn">Search</button>
        </form>
      )}
      {shown.list === 'duplicate' ? (
        <DuplicatesTable tenantId={tenantId} people={shown.people.items} nobody={nobody} />
      ) : (
        <ChangeTable
          tenantId={tenantId}
          changes={shown.people.items}
          employees={shown.employees}
          names={new Map(shown.people.items.map(({ entraObjectId, name }) => [entraObjectId, name]))}
          fields={[...fields, ...savedFields.filter(({ key }) => !keys.has(key))]}
          nobody={nobody}
        />
      )}
      <Pager
        path={path}
        query={{ action: list, query, cursor }}
        next={shown.people.next}
        what="people"
        at="preview-people"
      />
    </>
  );
};

/** Previews that were made before duplicates were listed count them, for the day that they are kept. */
function nobodyText(list: ShownList, query: string, people: number): string {
  if (query !== '') return 'Nobody on this list has such a name or address.';
  return list === 'duplicate' && people > 0
    ? 'Who they are was not kept with this preview: preview again to see them.'
    : NOBODY_WORDS[list];
}
