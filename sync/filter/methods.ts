import type { ValueType } from './syntax-tree.ts';

/** What can be asked of a value, how each notation writes it, and how the answer is said in words. */
export type Method = {
  /** The function of OData: `startswith(department,'Sa')`. */
  readonly odata?: string;
  /** The method of JavaScript: `$.department.startsWith('Sa')`. */
  readonly expression?: string;
  readonly of: readonly ValueType[];
  readonly argument?: 'text' | 'item' | 'pattern';
  readonly gives: 'text' | 'number' | 'boolean';
  /** `words` of a test read “department starts with Sa”; of a value “length of department”. */
  readonly words: readonly [is: string, isNot: string] | readonly [value: string];
  readonly says: string;
};

const TEXT = ['text'] as const;
const BOTH = ['text', 'list'] as const;

const TABLE = {
  startsWith: {
    odata: 'startswith',
    expression: 'startsWith',
    of: TEXT,
    argument: 'text',
    gives: 'boolean',
    words: ['starts with', 'does not start with'],
    says: 'The text begins so.',
  },
  endsWith: {
    odata: 'endswith',
    expression: 'endsWith',
    of: TEXT,
    argument: 'text',
    gives: 'boolean',
    words: ['ends with', 'does not end with'],
    says: 'The text ends so.',
  },
  contains: {
    odata: 'contains',
    expression: 'includes',
    of: BOTH,
    argument: 'item',
    gives: 'boolean',
    words: ['contains', 'does not contain'],
    says: 'The text holds this part; a list (in an expression) holds this entry.',
  },
  match: {
    expression: 'match',
    of: TEXT,
    argument: 'pattern',
    gives: 'boolean',
    words: ['fits the pattern', 'does not fit the pattern'],
    says: 'The regular expression finds something. `!= null` may follow it, as in JavaScript.',
  },
  test: {
    expression: 'test',
    of: TEXT,
    argument: 'pattern',
    gives: 'boolean',
    words: ['fits the pattern', 'does not fit the pattern'],
    says: 'The same, with the regular expression in front.',
  },
  indexOf: {
    odata: 'indexof',
    expression: 'indexOf',
    of: BOTH,
    argument: 'item',
    gives: 'number',
    words: ['position of'],
    says: 'Where the part stands, from 0; −1 where it does not.',
  },
  length: {
    odata: 'length',
    expression: 'length',
    of: BOTH,
    gives: 'number',
    words: ['length of'],
    says: 'How many characters, or entries. Written without parentheses in an expression; of a list in OData: `otherMails/$count`.',
  },
  lower: {
    odata: 'tolower',
    expression: 'toLowerCase',
    of: TEXT,
    gives: 'text',
    words: ['lower case of'],
    says: 'The text in lower case.',
  },
  upper: {
    odata: 'toupper',
    expression: 'toUpperCase',
    of: TEXT,
    gives: 'text',
    words: ['upper case of'],
    says: 'The text in upper case.',
  },
  trim: {
    odata: 'trim',
    expression: 'trim',
    of: TEXT,
    gives: 'text',
    words: ['trimmed'],
    says: 'The text without blanks at its ends.',
  },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof TABLE;
export const METHODS: Readonly<Record<MethodName, Method>> = TABLE;

/** Every method with its name; its keys are its names. */
export const METHOD_LIST = Object.entries(METHODS) as readonly (readonly [MethodName, Method])[];

/** The method of an OData function, whose names are written in any case: `startsWith` and `startswith` both occur. */
export function odataMethod(written: string): MethodName | undefined {
  const lowerCase = written.toLowerCase();
  return METHOD_LIST.find(([, { odata }]) => odata === lowerCase)?.[0];
}

/** The method of a JavaScript name, whose case counts. */
export function expressionMethod(written: string): MethodName | undefined {
  return METHOD_LIST.find(([, { expression }]) => expression === written)?.[0];
}

export const ODATA_FUNCTIONS: readonly string[] = METHOD_LIST.flatMap(([, { odata }]) => odata ?? []);
export const EXPRESSION_METHODS: readonly string[] = [
  ...METHOD_LIST.flatMap(([, { expression }]) => expression ?? []),
  'some',
  'every',
];
