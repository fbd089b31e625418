import * as z from 'zod';
import { FIELD_POLICIES, Fields, type Field, type FieldPolicy } from '../../../sync/field.schema.ts';
import { plainText } from '../../../sync/plain-text.schema.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { madeFrom, pressed, written } from '../forms/form-parts.schema.ts';

/** A field as the form holds it: what people write stays as they wrote it, right or wrong. */
export type DraftField = {
  readonly key: string;
  readonly label: string;
  readonly source: string;
  readonly policy: FieldPolicy;
};

export type FieldsDraft = {
  /** The version that the form was made from. */
  readonly version: number;
  /** In the order of the page. */
  readonly fields: readonly DraftField[];
  /** What was written where a field is added. */
  readonly add: string;
};

const PRESSED = ['look', 'save', 'saveOver', 'preview', 'up', 'down', 'remove', 'add', 'reset'] as const;
/** More than can be saved, so that who has too many is told so, and does not lose them. */
const MOST = 200;
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(MOST).default([]);

/** Whom the examples are of: an address, a name or an object id; what is none is taken for not said. */
export const ExamplePerson = plainText(256).optional().catch(undefined);

/** What the browser sends. Each field has a key, a label, a source and a policy, and so the lists are as long as one another. */
export const FieldsForm = z
  .object({
    version: madeFrom,
    key: listOf(z.string().max(100)),
    label: listOf(z.string().max(1_000)),
    source: listOf(z.string().max(10_000)),
    policy: listOf(z.enum(FIELD_POLICIES)),
    add: written(10_000),
    example: written(1_000),
    do: pressed(PRESSED, 'look'),
  })
  .refine(
    ({ key, label, source, policy }) => new Set([key, label, source, policy].map((list) => list.length)).size === 1,
  )
  .transform((form) => ({
    pressed: form.do,
    example: ExamplePerson.parse(form.example),
    draft: {
      version: form.version,
      fields: form.key.map((key, index) => ({
        key,
        label: form.label[index] ?? '',
        source: form.source[index] ?? '',
        policy: form.policy[index] ?? 'always',
      })),
      add: form.add.trim(),
    } satisfies FieldsDraft,
  }));
export type PressedInFields = z.output<typeof FieldsForm>['pressed'];

/** What the form shows of saved fields. */
export const draftOf = (version: number, fields: readonly Field[]): FieldsDraft => ({
  version,
  fields: fields.map(({ policy = 'always', ...field }) => ({ ...field, policy })),
  add: '',
});

export type ReadFields =
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** The fields that a form means, or each place that cannot be used. Whether sources are understood is told elsewhere. */
export function fieldsOf({ fields }: FieldsDraft): ReadFields {
  const parsed = Fields.safeParse(
    fields.map(({ policy, ...field }) => ({ ...field, ...(policy !== 'always' && { policy }) })),
  );
  if (parsed.success) return { kind: 'fields', fields: parsed.data };
  return {
    kind: 'refused',
    findings: parsed.error.issues.map(({ path, message, code }) => ({
      path: ['items', ...path].join('.'),
      message: (code === 'custom' ? undefined : SENTENCES[String(path.at(-1))]) ?? message,
    })),
  };
}

const SENTENCES: Readonly<Partial<Record<string, string>>> = {
  label: 'Write a label of 1 to 80 characters.',
  source: 'Write where the value comes from: a property, or an expression after =, of at most 2,010 characters.',
  undefined: 'Keep 1 to 100 fields.',
};
