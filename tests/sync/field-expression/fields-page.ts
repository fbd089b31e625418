import { join } from 'node:path';
import { FUNCTIONS, NOT_OFFERED } from '../../../sync/field-expression/functions.ts';
import { EXPRESSION_LIMITS, LIST_LENGTH, VALUE_LENGTH } from '../../../sync/field-expression/limits.ts';
import { usage } from '../../../sync/field-expression/parse-field-expression.ts';
import { DEFAULT_FIELDS, FIELD_POLICIES, type FieldPolicy } from '../../../sync/field.schema.ts';
import { parseFieldSource } from '../../../sync/field-source.ts';
import {
  LDAP_NAMES,
  LIST_PROPERTIES,
  MANAGER_KEYS,
  NOT_IN_A_LISTING,
  OBJECT_PROPERTIES,
  TEXT_PROPERTIES,
} from '../../../sync/graph-properties.ts';
import { EXAMPLES, MISTAKES } from './page-examples.ts';
import { workedOut } from './worked-out.ts';

export const FIELDS_PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'fields.md');

const HEAD = `# Fields

The columns of Employees: each has a key, a label, a source, and a policy where it needs one. A source is a property of
Graph or of LDAP, the word \`email\` for the address that the e-mail rule chose, or an expression after \`=\`, in the language
that Microsoft's own provisioning uses for attribute mappings. Nothing that is written is ever run as code.

This page is made from the tables that the code works by. After a change there: \`node --import tsx tests/sync/field-expression/write-docs.ts\`.
`;

const POLICIES: Readonly<Record<FieldPolicy, string>> = {
  always: 'The default: the value follows the source; a source that is cleared in Entra clears it.',
  onlyWhenNew:
    'The value is set when the employee is created, or the field is added, and no sync touches it later, also not after a removal that is undone. A new source does not change it either.',
  neverClear: 'The value follows the source, but an empty source keeps what is there.',
};

const BY_HAND = `## Set by hand

\`PUT /api/tenants/{id}/employees/{employeeId}/values/{fieldKey}\` with \`{"value": "…"}\` (CLI: \`rollcall employees set\`) sets the value of one
employee at once and locks the field: no sync changes it, whatever the policy is. \`DELETE\` there (\`rollcall employees unset\`)
gives it back: Entra is asked for that person, and its value stands there at once, whatever the policy is. \`origins\` of an
employee says of each field whether its value is from \`entra\` or set by \`hand\`, and the history has both. The Email field
cannot be set by hand, and its policy is always \`always\`.
`;

const MEANING = `## What an expression means

- \`[property]\` is a property, \`"text"\` a text, \`12\` and \`&HF7\` numbers; functions take them, and each other. In a text \`\\"\` is a quotation mark and \`\\\\\` a backslash.
- A parameter that is left out between two commas has no value. Names of functions and properties are written in any case.
- \`=\` \`<>\` \`>\` \`>=\` \`<\` \`<=\` compare: dates by time, numbers by size, all else as texts, of which case counts and nothing is the empty one. \`true\` and \`false\` compare in any case.
- Where a function of a text is given nothing, it gives nothing, but where it is said otherwise.
- Dates are UTC. They read \`M/d/yyyy h:mm:ss tt\` unless FormatDateTime writes them.
- The value of the field is trimmed; an empty one is none, and a list is joined by \`; \`.
`;

const OF_THE_MANAGER = `## Of the manager

\`manager/displayName\` and the like show something of the person's manager, alone or within an expression; \`manager/mail\` is the
manager's address by the e-mail rule, whether the manager is an employee or not. When the manager changes, so do those whom they
manage, with the next run. A deleted manager shows nothing, until they are restored. With such a field full runs ask Graph more often
([ADR 18](adr/0018-managers-are-read-as-changes.md)), and filters cannot look at the manager.
Directories that offer no changes (Azure AD B2C, External ID) cannot have such fields: Check Connectivity says so (\`managers\`), and a run fails with \`changesNotOffered\`.
`;

const cell = (text: string): string => {
  const shown = text.replaceAll('|', '\\|').replaceAll(/<(?![^`]*`)/g, '&lt;');
  return shown === '' ? ' ' : ` ${shown} `;
};
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `|${head.map(cell).join('|')}|`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((cells) => `|${cells.map(cell).join('|')}|`),
  ].join('\n');
/** Expressions can hold what ends a code span of one sign. */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const list = (names: readonly string[]): string => names.map(code).join(' ');

function examples(): string {
  const rows = EXAMPLES.map(({ need, source, given }) => {
    const value = source.startsWith('=') ? (workedOut(source.slice(1), given) ?? '') : '';
    return [need, code(source), value === '' ? '' : code(value)];
  });
  return `## By example\n\n${table(['for', 'source', 'value'], rows)}\n`;
}

function policies(): string {
  return `## Policies\n\n${table(
    ['policy', ''],
    FIELD_POLICIES.map((policy) => [code(policy), POLICIES[policy]]),
  )}\n`;
}

function mistakes(): string {
  const rows = MISTAKES.map((source) => {
    const parsed = parseFieldSource(source);
    if (parsed.kind === 'understood') throw new Error(`${source} is understood.`);
    const { position, length, message } = parsed.refusal;
    return [code(source), code(source.slice(position, position + length)), message];
  });
  return `## When it is not understood

Saving is refused (422) with the place, the reason and the name that could be meant, as for [filters](filters.md#when-it-is-not-understood).

${table(['written', 'at', 'answer'], rows)}
`;
}

function functions(): string {
  const sections = [...FUNCTIONS].map(([name, known]) => {
    const rows = known.examples.map(({ expression, given = {}, result }) => [
      code(expression),
      Object.entries(given)
        .map(([property, value]) => `${property} ${value === null ? 'not set' : code(JSON.stringify(value))}`)
        .join(', '),
      result === null ? 'no value' : code(result),
    ]);
    return `### ${name}\n\n\`${usage(name, known)}\`: ${known.says} ([source](${known.source}))\n\n${table(['expression', 'of', 'gives'], rows)}\n`;
  });
  return `## Reference: functions\n\nExamples follow Microsoft's page, with properties that Graph has; where it shows no result, the result is by its rule.\n\n${sections.join('\n')}`;
}

function rest(): string {
  const { length, depth, functions: most } = EXPRESSION_LIMITS;
  const objects = Object.entries(OBJECT_PROPERTIES).flatMap(([name, keys]) => keys.map((key) => `${name}/${key}`));
  return `## Reference: functions that are not offered

${table(
  ['function', 'why not'],
  Object.entries(NOT_OFFERED).map(([name, why]) => [code(name), why]),
)}

## Reference: properties

Texts: ${list(TEXT_PROPERTIES)}

Lists, whole or one entry as in \`businessPhones[0]\`: ${list(LIST_PROPERTIES)}

Values within others: ${list(objects)}

Of the manager: ${list(MANAGER_KEYS.map((key) => `manager/${key}`))}

Directory extensions: \`extension_<32 hexadecimal digits>_<name>\`, in their own spelling.

Names of LDAP: ${[...LDAP_NAMES].map(([ldap, graph]) => `${code(ldap)} is ${code(graph)}`).join(', ')}

Never in a listing: ${list(NOT_IN_A_LISTING)}

## Reference: the fields of a new tenant

${table(
  ['key', 'label', 'source'],
  DEFAULT_FIELDS.map(({ key, label, source }) => [code(key), label, code(source)]),
)}

## Limits

An expression has at most ${length} characters, ${depth} functions within one another and ${most} functions. A value on its way is cut at
${VALUE_LENGTH} characters, a list at ${LIST_LENGTH} entries. Regular expressions run on an engine whose time is linear in the text; they look at
the first 1000 characters and replace at most 300 places. Back references and looking ahead or behind are not offered.
`;
}

/** docs/fields.md, whole. */
export const fieldsPage = (): string =>
  [HEAD, examples(), policies(), BY_HAND, OF_THE_MANAGER, MEANING, mistakes(), functions(), rest()].join('\n');
