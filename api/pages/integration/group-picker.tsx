import type { FC } from 'hono/jsx';
import type { EntraGroupId } from '../../../sync/ids.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import type { CountedGroup } from '../../search-groups.ts';
import { EditButton } from '../forms/edit-button.tsx';
import { Findings } from '../forms/findings.tsx';
import { numberText } from '../words/relative-time.ts';
import { LeftOut } from './left-out.tsx';
import { placeOf } from './places.ts';

/** What the directory says of groups, asked live. */
export type Groups = {
  /** Names of those that are chosen, as far as they are told. */
  readonly names: ReadonlyMap<EntraGroupId, string>;
  /** Why names, or what was searched, are not told. */
  readonly trouble: string | undefined;
  readonly query: string;
  /** What was found; undefined: nothing was searched. */
  readonly found: { readonly items: readonly CountedGroup[]; readonly more: boolean } | undefined;
};

type Props = {
  readonly own: string;
  readonly chosen: readonly EntraGroupId[];
  readonly groups: Groups;
  readonly findings: readonly Finding[];
  readonly leftOut: number | undefined;
};

/** Groups whose people alone come in, and a search among those of the directory. */
export const GroupPicker: FC<Props> = ({ own, chosen, groups, findings, leftOut }) => {
  const wrong = findings.filter((finding) => placeOf(finding)?.at === 'groups');
  return (
    <fieldset class="mb-3" id="groups">
      <legend class="form-label">Groups {chosen.length > 0 && <LeftOut people={leftOut} />}</legend>
      {chosen.length === 0 ? (
        <p class="mb-2">No group is chosen: people of all groups, and of none, come in.</p>
      ) : (
        <ul class="picked">
          {chosen.map((id, index) => {
            const name = groups.names.get(id);
            return (
              <li>
                <input type="hidden" name="group" value={id} />
                <span class="grow">{name === undefined ? <code>{id}</code> : <span class="value">{name}</span>}</span>
                <EditButton
                  {...{ own, at: 'groups' }}
                  press={`removeGroup:${id}`}
                  says={`Remove the group ${name ?? id}`}
                >
                  ✕
                </EditButton>
                <Findings id={`group-${id}`} findings={wrong.filter(({ path }) => path.endsWith(`groups.${index}`))} />
              </li>
            );
          })}
        </ul>
      )}
      <Findings id="groups-wrong" findings={wrong.filter(({ path }) => !/groups\.\d+$/.test(path))} />
      {groups.trouble !== undefined && <p class="text-secondary mb-2">{groups.trouble}</p>}
      <div class="search">
        <label class="visually-hidden" for="group-query">
          Find a group by its name
        </label>
        <input
          class="form-control"
          type="search"
          id="group-query"
          name="groupQuery"
          value={groups.query}
          placeholder="Name of a group"
          maxlength={200}
        />
        <EditButton {...{ own, at: 'groups' }} press="look">
          Find groups
        </EditButton>
      </div>
      {groups.found && <Found {...{ own, chosen, found: groups.found }} />}
      <p class="form-hint">Groups within a chosen group count too. Needs the permission GroupMember.Read.All.</p>
    </fieldset>
  );
};

const Found: FC<Pick<Props, 'own' | 'chosen'> & { found: NonNullable<Groups['found']> }> = ({ own, chosen, found }) => {
  if (found.items.length === 0) return <p role="status">No group has such words in its name.</p>;
  return (
    <>
      <ul class="picked" aria-label="Found groups">
        {found.items.map(({ id, name, description, members }) => (
          <li>
            <span class="grow">
              <span class="value">{name}</span>
              {members !== undefined && (
                <span class="text-secondary">
                  {' '}
                  · about {numberText(members)} {members === 1 ? 'person' : 'people'}
                </span>
              )}
              {description !== null && <span class="text-secondary value d-block">{description}</span>}
            </span>
            {chosen.includes(id) ? (
              <span>Chosen</span>
            ) : (
              <EditButton {...{ own, at: 'groups' }} press={`addGroup:${id}`} says={`Add the group ${name}`}>
                Add
              </EditButton>
            )}
          </li>
        ))}
      </ul>
      {found.more && <p>There are more: write more of the name.</p>}
    </>
  );
};
