import type { FC } from 'hono/jsx';
import { PREVIEW_LISTS } from '../../../db/list-previewed-people.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { withQuery } from '../addresses/with-query.ts';
import { Pager } from '../lists/pager.tsx';
import { SearchField } from '../lists/search-field.tsx';
import { ChangeTable } from '../runs/change-table.tsx';
import { numberText } from '../words/relative-time.ts';
import { LIST_WORDS, listedPeople, NOBODY_WORDS } from './preview-words.ts';
import type { ShownPreview } from './read-shown-preview.ts';

/** Who would come, change and go: one list at a time, searchable, by links. */
export const PreviewLists: FC<{ readonly tenantId: TenantId; readonly preview: ShownPreview }> = ({
  tenantId,
  preview: { run, list, asked, people, employees, fields, savedFields },
}) => {
  const path = `/tenants/${tenantId}/previews/${run.id}`;
  const counts = listedPeople(run.counts);
  const { query, cursor } = asked;
  const keys = new Set(fields.map(({ key }) => key));
  return (
    <>
      <nav class="actions card-body" id="preview-people" aria-label="Lists of the preview">
        {PREVIEW_LISTS.map((each) => (
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
      <ChangeTable
        tenantId={tenantId}
        changes={people.items}
        employees={employees}
        names={new Map(people.items.map(({ entraObjectId, name }) => [entraObjectId, name]))}
        fields={[...fields, ...savedFields.filter(({ key }) => !keys.has(key))]}
        nobody={query === '' ? NOBODY_WORDS[list] : 'Nobody on this list has such a name or address.'}
      />
      <Pager path={path} query={{ action: list, query, cursor }} next={people.next} what="people" at="preview-people" />
    </>
  );
};
