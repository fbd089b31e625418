import type { Notation } from './syntax-tree.ts';

/** What is written where a text was refused: before the place, from it on, and what the place itself holds. */
export type Around = { readonly whole: string; readonly before: string; readonly rest: string; readonly word: string };
/** A text that is recognised for what it is, and the better answer to it. Every pattern is bounded: texts are hostile. */
export type Advice = {
  readonly applies: (around: Around) => boolean;
  readonly says: Readonly<Record<Notation, string>> | ((around: Around, notation: Notation) => string);
  /** Only for this notation. */
  readonly of?: Notation;
};

const CONDITION: Readonly<Record<Notation, string>> = {
  odata: "department eq 'Sales' and mail ne null",
  expression: "$.department == 'Sales' && $.mail != null",
};
const both = (text: (condition: string) => string): Readonly<Record<Notation, string>> => ({
  odata: text(CONDITION.odata),
  expression: text(CONDITION.expression),
});

const METHODS_INSTEAD: Readonly<Record<string, string>> = {
  contains: '.includes(…)',
  equals: '==',
  equalsIgnoreCase: ".toLowerCase() == '…'",
  localeCompare: '==',
  search: '.match(…)',
  substring: '.startsWith(…), .endsWith(…) or .match(…)',
  substr: '.startsWith(…), .endsWith(…) or .match(…)',
  slice: '.startsWith(…), .endsWith(…) or .match(…)',
  split: '.endsWith(…) or .match(…)',
  charAt: '.startsWith(…) or .match(…)',
  filter: '.some(…)',
  find: '.some(…)',
  any: '.some(…)',
  all: '.every(…)',
  size: '.length',
};

/** The first that applies is given. */
export const ADVICE: readonly Advice[] = [
  {
    applies: ({ whole }) =>
      /^\s{0,20}\(\s{0,5}(?:[&|]\s{0,5}\(|(?:!\s{0,5}\(?\s{0,5})?[\w.;-]{1,60}(?::[\w.]{1,40}:)?[~<>]?=[^\s='"])/.test(
        whole,
      ),
    says: both((condition) => `This is a filter of LDAP: (&(department=Sales)(mail=*)) is written ${condition} here.`),
  },
  {
    applies: ({ before, rest }) =>
      /(?:^|[\s)])-(?:i|c)?(?:eq|ne|n?like|notlike|n?match|notmatch|n?contains|notcontains|in|notin|and|or|not|any|all|startswith|filter|gt|ge|lt|le)\b/i.test(
        before.slice(-1) + rest,
      ) && /^(?:[\s(]{0,5}(?:\$_|user)\.|-|[\s.])/i.test(`${rest} `),
    says: both(
      (condition) =>
        `This is a condition of PowerShell, or a rule of a dynamic group: -eq and -and have no meaning here. Write ${condition}.`,
    ),
  },
  {
    applies: ({ whole, before }) => before.trim() === '' && /^\s{0,20}(?:https?:|(?:\/v1\.0)?\/?users\?)/i.test(whole),
    says: both(
      (condition) => `Write only the condition, in an address what stands behind $filter=, as in ${condition}.`,
    ),
  },
  {
    applies: ({ rest }) => /^[&?]\$\w/.test(rest),
    says: both(() => 'Here the filter ends: what follows belongs to an address.'),
    of: 'odata',
  },
  {
    applies: ({ rest }) => /^(?:\/\/|\/\*|#|--)/.test(rest),
    says: both(() => 'A filter holds no comments.'),
  },
  {
    of: 'expression',
    applies: ({ before, word, rest }) =>
      before.trim() === '' &&
      (/^(?:return|if|function|const|let|var|for|while|async|switch)$/.test(word) ||
        /^[\w$]{0,20}\)?\s{0,5}=>/.test(rest)),
    says: both((condition) => `A filter is one condition and no program. Write it alone, as in ${condition}.`),
  },
  {
    of: 'expression',
    applies: ({ before, rest }) => before.trim() === '(' && /^\w{1,20}\s{0,5}\)\s{0,5}=>/.test(rest),
    says: both((condition) => `A filter is one condition and no program. Write it alone, as in ${condition}.`),
  },
  {
    of: 'expression',
    applies: ({ rest }) => /^(?:user|person|employee|item|it|me|u|_|\$_)\??\./i.test(rest),
    says: () => 'The person is written $, as in $.department.',
  },
  {
    of: 'odata',
    applies: ({ before, rest }) => /(?:^|[\s(!])(?:user|person|employee)$/i.test(before) && rest.startsWith('.'),
    says: () => 'Write the name of the property alone, as in department.',
  },
  {
    applies: ({ before, rest }) =>
      /^.?(?:\{\{?\s{0,3}[\w.]{1,60}\s{0,3}\}|%[a-z_][\w.]{2,60}%|\[\s{0,3}[a-z]\w{0,60}\s{0,3}\])/i.test(
        before.slice(-1) + rest,
      ),
    says: {
      odata: 'Write the name of the property alone, as in department, without braces or brackets.',
      expression: 'Write a property as $.department, without braces or brackets.',
    },
  },
  {
    applies: ({ rest }) => /^n?o?t?\s{0,3}i?like\b/i.test(rest),
    says: {
      odata:
        "like is a word of SQL. Write startswith(mail, 'a'), endswith(mail, '@contoso.com') or contains(mail, 'x').",
      expression:
        "like is a word of SQL. Write $.mail.startsWith('a'), $.mail.endsWith('@contoso.com') or $.mail.includes('x').",
    },
  },
  {
    applies: ({ rest }) => /^is\s{1,5}(?:not\s{1,5})?null\b/i.test(rest),
    says: { odata: 'Write eq null, or ne null.', expression: 'Write == null, or != null.' },
  },
  {
    applies: ({ before, rest }) => /^.?<>/.test(before.slice(-1) + rest),
    says: { odata: 'Write ne, as in department ne null.', expression: 'Write !=, as in $.department != null.' },
  },
  {
    of: 'odata',
    applies: ({ rest }) => /^(?:datetime|datetimeoffset|guid|time)'/i.test(rest),
    says: () => 'Write dates and ids without a word and without quotes, as in 2026-01-31T00:00:00Z.',
  },
  {
    of: 'odata',
    applies: ({ word }) => word.toLowerCase() === 'substringof',
    says: () => "Write contains(mail, 'x'): what is looked for stands last.",
  },
  {
    of: 'expression',
    applies: ({ word }) => /^(?:and|or)$/i.test(word) && !/^(?:and|or)$/.test(word),
    says: ({ word }) => `Write ${word.toLowerCase() === 'and' ? '&&' : '||'}.`,
  },
  {
    of: 'expression',
    applies: ({ word }) => /^not$/i.test(word),
    says: () => "Write ! in front, as in !$.title.startsWith('Intern').",
  },
  {
    of: 'expression',
    applies: ({ word, rest }) => word === 'in' && /^in\s{0,5}[[(]/.test(rest),
    says: () => "Write ['Sales', 'Marketing'].includes($.department).",
  },
  {
    of: 'expression',
    applies: ({ rest }) => /^new\s{1,5}Date\b/.test(rest),
    says: () => "Write a date in quotes, as in $.createdDateTime >= '2026-01-31'.",
  },
  {
    of: 'expression',
    applies: ({ rest }) => /^new\s{1,5}RegExp\b/.test(rest),
    says: () => 'Write the pattern between slashes, as in /sales/i.test($.department).',
  },
  {
    of: 'expression',
    applies: ({ rest }) => /^(?:typeof\b|Boolean\(|String\(|isEmpty\(|isNullOrEmpty\(|IsPresent\()/i.test(rest),
    says: () => 'Write $.mail != null for what has a value, and $.mail == null for what has none.',
  },
  {
    of: 'expression',
    applies: ({ before, rest }) => before.endsWith('.length') && rest.startsWith('('),
    says: () => 'length is written without parentheses.',
  },
  {
    of: 'expression',
    applies: ({ before, word }) => before.endsWith('.') && Object.hasOwn(METHODS_INSTEAD, word),
    says: ({ word }) => `There is no method ${word}. Write ${METHODS_INSTEAD[word] ?? ''}`,
  },
  {
    of: 'odata',
    applies: ({ before, rest }) => before.endsWith("'") && /^\w/.test(rest),
    says: () => "Here an operator is needed. A quote within a text is written twice, as in 'O''Neill'.",
  },
  {
    of: 'expression',
    applies: ({ before, rest }) => before.endsWith("'") && /^\w/.test(rest),
    says: () => 'Here the condition could end. A text with a quote in it stands in double quotes, as in "O\'Neill".',
  },
];
