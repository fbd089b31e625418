import { join } from 'node:path';
import { describeFilter } from '../../../sync/filter/describe-filter.ts';
import { LIMITS, MATCHED_LENGTH } from '../../../sync/filter/limits.ts';
import { METHOD_LIST } from '../../../sync/filter/methods.ts';
import { CONNECTIVES, OPERATORS } from '../../../sync/filter/operators.ts';
import { OBJECT_LISTS, typeOfProperty } from '../../../sync/filter/property-type.ts';
import { REFUSAL_REASONS } from '../../../sync/filter/refusal.ts';
import { FILTER_PROPERTIES, PERMISSION_OF } from '../../../sync/filter/resolve-name.ts';
import { NOTATIONS } from '../../../sync/filter/syntax-tree.ts';
import { TYPE_WORDS } from '../../../sync/filter/type-of.ts';
import { MOST_EXAMPLES } from '../../../sync/example.schema.ts';
import { MOST_GROUPS } from '../../../sync/integration-settings.schema.ts';
import { describeVerdict } from '../../../sync/judge-example.ts';
import { LDAP_NAMES, NOT_IN_A_LISTING, OBJECT_PROPERTIES } from '../../../sync/graph-properties.ts';
import { refusalOf, understood } from './judged.ts';
import { EXAMPLES, MISTAKES } from './page-examples.ts';

export const FILTERS_PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'filters.md');

const HEAD = `# Filters

Who becomes an employee: chosen groups and the switches of the integration settings first, then up to two written filters, which both must
hold. \`odata\` takes what Graph takes as \`$filter\`; \`expression\` takes conditions as e-mail signature products have them.
Both are read into the same tree, and nothing that is written is ever run as code.

This page is made from the tables that the code works by. After a change there: \`node --import tsx tests/sync/filter/write-docs.ts\`.
`;

/** What the example of the page is answered. */
const MISTYPED = describeVerdict(
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  { expected: 'imported' },
  { kind: 'differs', would: 'odata', clauses: ["department eq 'Slaes'"] },
);

const MEANING = `## What a filter means
| | OData | expression |
|---|---|---|
| upper and lower case | does not count, as in Graph | counts, as in JavaScript |
| null, or nothing there | a value: \`eq null\`, \`ne null\` | a value: \`== null\`, \`!= null\` |
| \`ne 'x'\`, \`!= 'x'\` of null | true: null is not x | the same |
| any other comparison with null | false | the same |
| a function or method of null | makes its comparison false, also with \`ne\`; \`not\` turns that into true | the same, with \`!=\` and \`!\` |
| \`any\`, \`some\` of null or of an empty list | false | the same |
| \`all\`, \`every\` of null or of an empty list | true | the same |
| values of different types | never equal; more or less is refused on save | the same |
| a value alone | only what is true or false | holds when it is there and not empty, as in JavaScript |
| a date | \`2026-11-26\` or \`2026-11-26T08:00:00Z\`, without quotes | the same in quotes |

**Unknown** is a property that the tenant's permissions do not give. It is never taken for false: a filter that depends on it
imports nobody and removes nobody, and the person is counted under the reason \`unknown\`. What does not depend on it stays true or false.
`;

const GROUPS_SECTION = `## Groups
\`groups\` holds the ids of up to ${MOST_GROUPS} groups of the directory. Only who is in one of them is imported, through groups within groups too;
everybody else is counted under the reason \`group\`, before all other reasons. No groups are no limit. It needs the permission
GroupMember.Read.All (optional otherwise), and Member.Read.Hidden for groups whose membership is hidden; \`GET /api/tenants/{id}/groups?query=\` or \`rollcall groups <tenant> <query>\` finds the ids.

\`\`\`json
{ "filters": { "groups": ["0f8fad5b-d9cb-469f-a165-70867728950e"], "includeGuests": false } }
\`\`\`

Each run reads who is in the groups. Whoever left them leaves only when Microsoft says so of that very person, and under the limits of the clean-up. A group that is
deleted, unreadable, or groups without anybody fail the run and remove nobody. Where a membership cannot be told, the reason is \`unknown\`.
`;

const EXAMPLE_PEOPLE = `## Example people
A filter is easily mistyped. Name some people of whom it is clear what must come of them, and every save of the settings tries them first:

\`\`\`json
{ "items": [{ "entraObjectId": "0f8fad5b-d9cb-469f-a165-70867728950e", "expected": "imported" },
            { "entraObjectId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "expected": "notImported" }] }
\`\`\`

\`department eq 'Slaes'\` is then refused: *${MISTYPED}* Nothing is saved. Put them with \`PUT /api/tenants/{id}/examples\` or
\`rollcall examples set <tenant> <object id> imported\`; at most ${MOST_EXAMPLES}, and nothing else of them is kept. Check Connectivity tries unsaved settings on them.
`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `|${cells.map(cell).join('|')}|`).join('\n');

/** Nothing of a cell may end it, or be taken for HTML. */
const cell = (text: string): string => {
  if (/^-+$/.test(text)) return text;
  const shown = text.replaceAll('|', '\\|').replaceAll(/<(?![^`]*`)/g, '&lt;');
  return shown === '' ? ' ' : ` ${shown} `;
};

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);

function examples(): string {
  const sections = EXAMPLES.map(({ need, filters }) => {
    const rows = NOTATIONS.flatMap((notation) => {
      const text = filters[notation];
      return text === undefined ? [] : [[notation, code(text), describeFilter(understood(notation, text))]];
    });
    return `**${need}**\n\n${table(['notation', 'filter', 'understood as'], rows)}\n`;
  });
  return `## By example\n\n${sections.join('\n')}`;
}

function mistakes(): string {
  const rows = MISTAKES.map(([notation, text]) => {
    const { position, length, message } = refusalOf(notation, text);
    return [code(text), code(text.slice(position, position + length)), message];
  });
  return [
    '## When it is not understood\n',
    'Saving is refused (422) with the place, the reason and the name that could be meant; nothing changes until it is right.\n',
    table(['written', 'at', 'answer'], rows),
    '',
    'Each error has `path`, `position` and `length` (in UTF-16 units from the start of the filter, blanks at its ends left out), `message`, `nearest` where a name is near, and `reason`:\n',
    table(
      ['reason', ''],
      Object.entries(REFUSAL_REASONS).map(([reason, says]) => [code(reason), says]),
    ),
    '',
  ].join('\n');
}

function reference(): string {
  const comparisons = Object.values(OPERATORS).map(({ odata, expression, words }) => [
    code(odata),
    expression.map(code).join(' '),
    words,
  ]);
  const connectives = CONNECTIVES.map(({ odata, expression, says }) => [code(odata), code(expression), says]);
  const methods = METHOD_LIST.map(([, { odata, expression, of, says }]) => [
    code(odata),
    code(expression),
    of.map((type) => TYPE_WORDS[type]).join(' or '),
    says,
  ]);
  return [
    '## Reference: operators\n',
    table(['OData', 'expression', ''], [...comparisons, ...connectives]),
    '\n## Reference: functions and methods\n',
    table(['OData', 'expression', 'of', ''], methods),
    '\nRegular expressions run on an engine whose time is linear in the text: back references, looking ahead and looking behind are refused. Flags: `i m s g u`.\n',
  ].join('\n');
}

function names(): string {
  const properties = FILTER_PROPERTIES.map((name) => [code(name), TYPE_WORDS[typeOfProperty(name)]]);
  const within = [...Object.entries(OBJECT_PROPERTIES), ...Object.entries(OBJECT_LISTS)].map(([name, keys]) => [
    code(name),
    keys.map(code).join(' '),
  ]);
  const permissions = Object.entries(PERMISSION_OF).map(([name, permission]) => `${code(name)} (${permission})`);
  return [
    '## Reference: names\n',
    'Names are written in any case, in an expression with or without `$.`. A value within another is written `employeeOrgData/costCenter` in OData and',
    '`$.employeeOrgData.costCenter` in an expression. Directory extensions, `extension_<32 hex digits>_<name>`, are spelled exactly as they are and hold whatever type they hold.\n',
    table(['property', 'is'], properties),
    '',
    table(['holds several values', 'names of them'], within),
    '',
    table(
      ['name of LDAP', 'means'],
      [...LDAP_NAMES].map(([name, meant]) => [code(name), code(meant)]),
    ),
    '',
    `Refused, since Graph shows them of one person only: ${NOT_IN_A_LISTING.map(code).join(', ')}.`,
    `Refused, since they need another permission: ${permissions.join(', ')}.\n`,
  ].join('\n');
}

const LIMITS_TABLE = table(
  ['limit', ''],
  [
    ['length', `${LIMITS.length} characters`],
    ['nesting', `${LIMITS.depth} levels of parentheses, negations and methods`],
    ['work to read it', `${LIMITS.parseSteps} steps; a filter of full length takes less than half`],
    ['work for one person', `${LIMITS.evaluationSteps} steps; beyond, the answer is unknown`],
    ['regular expressions together', `about ${LIMITS.patternWeight} states, repetitions written out`],
    ['what they look at', `the first ${MATCHED_LENGTH} characters of a value`],
  ],
);

/** docs/filters.md, made from the tables that the code works by. */
export const filtersPage = (): string =>
  [
    HEAD,
    examples(),
    GROUPS_SECTION,
    EXAMPLE_PEOPLE,
    MEANING,
    mistakes(),
    reference(),
    names(),
    `## Limits\n\n${LIMITS_TABLE}\n`,
  ].join('\n');
