import { assertNever } from '../../../sync/assert-never.ts';
import { parseFieldSource } from '../../../sync/field-source.ts';
import { DEFAULT_FIELDS } from '../../../sync/field.schema.ts';
import { titleOf } from '../../../sync/offered-properties.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { moveItem } from '../forms/move-item.ts';
import { draftOf, type FieldsDraft, type PressedInFields } from './fields-form.schema.ts';

export type EditedFields = {
  readonly draft: FieldsDraft;
  /** The key of the field that was added. */
  readonly added?: string;
  /** Why none was added. */
  readonly wrong?: Finding;
};

/** The form after a button that changes it and saves nothing; after any other one it is as it was. */
export function editFields(draft: FieldsDraft, { word, about }: PressedInFields): EditedFields {
  switch (word) {
    case 'up':
    case 'down': {
      const index = draft.fields.findIndex(({ key }) => key === about);
      return { draft: { ...draft, fields: moveItem(draft.fields, index, word === 'up' ? -1 : 1) } };
    }
    case 'remove':
      return { draft: { ...draft, fields: draft.fields.filter(({ key }) => key !== about) } };
    case 'add':
      return addField(draft, about === '' ? draft.add : about);
    case 'reset':
      return { draft: draftOf(draft.version, DEFAULT_FIELDS) };
    case 'look':
    case 'save':
    case 'saveOver':
    case 'preview':
      return { draft };
    default:
      return assertNever(word);
  }
}

/** Adds a field of this source at the end, with a label and a key that no other has. */
function addField(draft: FieldsDraft, written: string): EditedFields {
  if (written === '') {
    return { draft, wrong: { path: 'add', message: 'Write a property first, or an expression after =.' } };
  }
  const parsed = parseFieldSource(written);
  if (parsed.kind === 'refused') return { draft, wrong: { path: 'add', ...parsed.refusal } };
  const title = titleOf(parsed.text).slice(0, 76);
  const label = unused(title, ' ', new Set(draft.fields.map((field) => field.label.trim().toLowerCase())));
  const key = unused(keyOf(title), '', new Set(draft.fields.map((field) => field.key.toLowerCase())));
  const field = { key, label, source: parsed.text, policy: 'always' } as const;
  return { draft: { ...draft, fields: [...draft.fields, field], add: '' }, added: key };
}

/** `Job Title` is `jobTitle`: a key is a letter, then letters and digits, at most 40. */
function keyOf(title: string): string {
  const [first = '', ...rest] = title.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const key = first.charAt(0).toLowerCase() + first.slice(1) + rest.join('');
  return /^[A-Za-z]/.test(key) ? key.slice(0, 36) : 'field';
}

/** The name itself where nobody has it, else the first of `name 2`, `name 3`, … */
function unused(name: string, between: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}${between}${n}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
