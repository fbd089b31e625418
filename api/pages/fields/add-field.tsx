import type { FC } from 'hono/jsx';
import { findProperties, OFFERED_PROPERTIES, type OfferedProperty } from '../../../sync/offered-properties.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { EditButton } from '../forms/edit-button.tsx';
import { described, Findings } from '../forms/findings.tsx';
import type { FieldsDraft } from './fields-form.schema.ts';

type Props = { readonly own: string; readonly draft: FieldsDraft; readonly wrong: Finding | undefined };

/** A search among what Entra has of a person, and the way to add something that is not listed. */
export const AddField: FC<Props> = ({ own, draft, wrong }) => {
  const found = findProperties(draft.add);
  const findings = wrong === undefined ? [] : [wrong];
  return (
    <section class="card mb-3" aria-labelledby="add">
      <div class="card-body">
        <h2 id="add">Add a field</h2>
        <label class="form-label" for="add-source">
          A property of Entra, its name in LDAP, or an expression after =
        </label>
        <div class="search">
          <input
            class="form-control"
            id="add-source"
            name="add"
            list="properties"
            value={draft.add}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            placeholder="officeLocation, cost center, sAMAccountName…"
            {...described(findings, 'add-wrong')}
            autofocus={findings.length > 0}
          />
          <EditButton {...{ own, at: 'add' }} press="look">
            Search
          </EditButton>
          <EditButton {...{ own, at: 'add' }} press="add">
            Add field
          </EditButton>
        </div>
        {findings.length > 0 && <Findings id="add-wrong" findings={findings} text={draft.add} />}
        {found.length > 0 && <PropertyList own={own} properties={found} name="Found properties" />}
        <details class="mt-2">
          <summary>All properties</summary>
          <PropertyList own={own} properties={OFFERED_PROPERTIES} name="All properties" />
          <p class="form-hint">
            Directory extensions too: <code>extension_</code>, 32 hexadecimal digits, <code>_</code> and their name.
          </p>
        </details>
        <datalist id="properties">
          {OFFERED_PROPERTIES.map((property) => (
            <option value={property.path}>{inOneLine(property)}</option>
          ))}
        </datalist>
      </div>
    </section>
  );
};

const inOneLine = ({ label, ldap, means }: OfferedProperty): string =>
  [label, ...(ldap.length > 0 ? [`LDAP ${ldap.join(', ')}`] : []), means].join(' · ');

const PropertyList: FC<{ own: string; properties: readonly OfferedProperty[]; name: string }> = (props) => (
  <ul class="picked" aria-label={props.name}>
    {props.properties.map(({ path, label, means, ldap }) => (
      <li>
        <span class="grow">
          {label} <code>{path}</code>
          <span class="text-secondary d-block">
            {means}
            {ldap.length > 0 && ` LDAP: ${ldap.join(', ')}.`}
          </span>
        </span>
        <button
          class="btn btn-sm"
          name="do"
          value={`add:${path}`}
          formaction={`${props.own}#add`}
          aria-label={`Add ${label}`}
        >
          Add
        </button>
      </li>
    ))}
  </ul>
);
