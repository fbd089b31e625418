import { complain } from '../filter/refusal.ts';
import { isList, textForm, truth } from './coerce.ts';
import type { PartValue } from './field-expr.ts';
import type { FieldFunction, Parameter, Prepare } from './field-function.ts';

const MICROSOFT =
  'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data';

const expression: Parameter = { name: 'expression', type: 'any' };
const attribute: Parameter = { name: 'attribute', type: 'list' };

const isEmpty = (value: PartValue | undefined): boolean =>
  value === null || value === undefined || value === '' || (isList(value) && value.length === 0);

/** What a key of Switch is compared with: text as it is, true and false in any case, nothing as the empty text. */
const keyOf = (value: PartValue | undefined): string => textForm(value ?? null) ?? '';
const sameKey = (value: PartValue | undefined, key: PartValue | undefined): boolean =>
  typeof value === 'boolean' || typeof key === 'boolean'
    ? keyOf(value).toLowerCase() === keyOf(key).toLowerCase()
    : keyOf(value) === keyOf(key);

const fromOne: Prepare = ([, index]) =>
  typeof index === 'number' && index < 1
    ? { kind: 'refused', at: 1, complaint: complain('types', 'The first item is 1.') }
    : { kind: 'ready' };

const inPairs: Prepare = (literals) =>
  literals.length % 2 === 0
    ? { kind: 'ready' }
    : {
        kind: 'refused',
        at: literals.length - 1,
        complaint: complain(
          'types',
          'Switch takes a source, a default, and then keys and values in pairs: this key has no value.',
        ),
      };

export const VALUE_FUNCTIONS: Readonly<Record<string, FieldFunction>> = {
  BitAnd: {
    parameters: [
      { name: 'value1', type: 'number' },
      { name: 'value2', type: 'number' },
    ],
    gives: 'number',
    says: 'The bits that both numbers have. `&HF7` is a number in hexadecimal digits.',
    source: `${MICROSOFT}#bitand`,
    examples: [{ expression: 'BitAnd(&HF, &HF7)', result: '7' }],
    apply: ([one, other]) =>
      typeof one === 'number' && typeof other === 'number' && Math.abs(one) < 2 ** 53 && Math.abs(other) < 2 ** 53
        ? Number(BigInt(Math.trunc(one)) & BigInt(Math.trunc(other)))
        : null,
  },
  CBool: {
    parameters: [expression],
    gives: 'boolean',
    says: 'True where the expression is true, or a number that is not 0.',
    source: `${MICROSOFT}#cbool`,
    examples: [
      { expression: 'CBool([city] = [state])', given: { city: 'Berlin', state: 'Berlin' }, result: 'true' },
      { expression: 'CBool([city] = [state])', given: { city: 'Munich', state: 'Bavaria' }, result: 'false' },
    ],
    apply: ([value]) => truth(value ?? null),
  },
  Coalesce: {
    parameters: [{ name: 'source', type: 'any' }],
    repeats: 1,
    gives: 'any',
    says: 'The first that has a value. An empty text is none; the last of all may be one.',
    source: `${MICROSOFT}#coalesce`,
    examples: [
      {
        expression: 'Coalesce([mail],[userPrincipalName])',
        given: { mail: null, userPrincipalName: 'John.Doe@contoso.com' },
        result: 'John.Doe@contoso.com',
      },
      {
        expression: 'Coalesce([employeeId],[mobilePhone])',
        given: { employeeId: null, mobilePhone: null },
        result: null,
      },
    ],
    apply: (values) => values.find((value) => !isEmpty(value)) ?? values.at(-1) ?? null,
  },
  Count: {
    parameters: [attribute],
    gives: 'number',
    says: 'How many items a list has.',
    source: `${MICROSOFT}#count`,
    examples: [
      { expression: 'Count([otherMails])', given: { otherMails: ['a@contoso.com', 'b@contoso.com'] }, result: '2' },
    ],
    apply: ([list]) => (isList(list ?? null) ? (list as readonly string[]).length : 0), // a list, as just seen
  },
  IIF: {
    parameters: [
      { name: 'condition', type: 'boolean' },
      { name: 'valueIfTrue', type: 'any' },
      { name: 'valueIfFalse', type: 'any' },
    ],
    gives: 'any',
    says: 'One value or the other. A condition compares with = <> > >= < <=, or is a function such as IsPresent; case counts, and nothing is the empty text.',
    source: `${MICROSOFT}#iif`,
    examples: [
      {
        expression: 'IIF([country]="USA",[country],[department])',
        given: { country: 'USA', department: 'Sales' },
        result: 'USA',
      },
      {
        expression: 'IIF([country]="USA",[country],[department])',
        given: { country: 'Norway', department: 'Sales' },
        result: 'Sales',
      },
      {
        expression: 'IIF([country]="USA",IIF([state]="CA","True","False"),"False")',
        given: { country: 'USA', state: 'CA' },
        result: 'True',
      },
      {
        expression: 'IIF([country]="USA","True",IIF([state]="CA","True","False"))',
        given: { country: 'Canada', state: 'BC' },
        result: 'False',
      },
    ],
    apply: ([condition, yes, no]) => (condition === true ? (yes ?? null) : (no ?? null)),
  },
  IsNull: {
    parameters: [expression],
    gives: 'boolean',
    says: 'True where there is no value.',
    source: `${MICROSOFT}#isnull`,
    examples: [{ expression: 'IsNull([department])', given: { department: null }, result: 'true' }],
    apply: ([value]) => value === null || value === undefined,
  },
  IsNullOrEmpty: {
    parameters: [expression],
    gives: 'boolean',
    says: 'True where there is no value, or an empty one.',
    source: `${MICROSOFT}#isnullorempty`,
    examples: [
      { expression: 'IsNullOrEmpty([department])', given: { department: null }, result: 'true' },
      { expression: 'IsNullOrEmpty([department])', given: { department: '' }, result: 'true' },
    ],
    apply: ([value]) => isEmpty(value),
  },
  IsPresent: {
    parameters: [expression],
    gives: 'boolean',
    says: 'True where there is a value that is not empty.',
    source: `${MICROSOFT}#ispresent`,
    examples: [{ expression: 'IsPresent([department])', given: { department: 'Sales' }, result: 'true' }],
    apply: ([value]) => !isEmpty(value),
  },
  IsString: {
    parameters: [expression],
    gives: 'boolean',
    says: 'True where the value is a text.',
    source: `${MICROSOFT}#isstring`,
    examples: [{ expression: 'IsString([department])', given: { department: 'Sales' }, result: 'true' }],
    apply: ([value]) => typeof value === 'string',
  },
  Item: {
    parameters: [attribute, { name: 'index', type: 'number' }],
    gives: 'text',
    says: 'One item of a list, the first being 1.',
    source: `${MICROSOFT}#item`,
    examples: [
      {
        expression: 'Item([proxyAddresses], 1)',
        given: { proxyAddresses: ['SMTP:ada@contoso.com', 'smtp:a@contoso.com'] },
        result: 'SMTP:ada@contoso.com',
      },
    ],
    prepare: fromOne,
    apply: ([list, index]) =>
      list !== undefined && isList(list) && typeof index === 'number' ? (list[Math.trunc(index) - 1] ?? null) : null,
  },
  Join: {
    parameters: [
      { name: 'separator', type: 'text' },
      { name: 'source', type: 'any' },
    ],
    repeats: 1,
    gives: 'text',
    says: 'Texts put together with a separator between them; empty ones are left out, and a list gives each of its items.',
    source: `${MICROSOFT}#join`,
    examples: [
      {
        expression: 'Join(", ", "", [surname], [givenName])',
        given: { givenName: 'John', surname: 'Doe' },
        result: 'Doe, John',
      },
      {
        expression: 'Join("; ", [otherMails])',
        given: { otherMails: ['a@contoso.com', 'b@contoso.com'] },
        result: 'a@contoso.com; b@contoso.com',
      },
    ],
    apply: ([separator, ...values]) =>
      values
        .flatMap((value) => (isList(value) ? value : [textForm(value) ?? '']))
        .filter((text) => text !== '')
        .join(keyOf(separator)),
  },
  Not: {
    parameters: [{ name: 'source', type: 'boolean' }],
    gives: 'boolean',
    says: 'False where the source is true, else true.',
    source: `${MICROSOFT}#not`,
    examples: [
      { expression: 'Not("True")', result: 'false' },
      { expression: 'Not("False")', result: 'true' },
    ],
    apply: ([value]) => value !== true,
  },
  RemoveDuplicates: {
    parameters: [attribute],
    gives: 'list',
    says: 'A list with each item once, the first of equal ones.',
    source: `${MICROSOFT}#removeduplicates`,
    examples: [
      {
        expression: 'RemoveDuplicates([otherMails])',
        given: { otherMails: ['a@contoso.com', 'b@contoso.com', 'a@contoso.com'] },
        result: 'a@contoso.com; b@contoso.com',
      },
    ],
    apply: ([list]) => (list !== undefined && isList(list) ? [...new Set(list)] : []),
  },
  Split: {
    parameters: [
      { name: 'source', type: 'text' },
      { name: 'delimiter', type: 'text' },
    ],
    gives: 'list',
    says: 'A text cut into a list at each delimiter; blanks around an item are left out.',
    source: `${MICROSOFT}#split`,
    examples: [
      {
        expression: 'Split([extensionAttribute5], ",")',
        given: { extensionAttribute5: 'PermissionSetOne, PermissionSetTwo' },
        result: 'PermissionSetOne; PermissionSetTwo',
      },
    ],
    apply: ([text, delimiter]) => {
      if (typeof text !== 'string') return [];
      return keyOf(delimiter) === '' ? [text] : text.split(keyOf(delimiter)).map((item) => item.trim());
    },
  },
  Switch: {
    parameters: [
      { name: 'source', type: 'any' },
      { name: 'defaultValue', type: 'any', optional: true },
      { name: 'key', type: 'any' },
      { name: 'value', type: 'any' },
    ],
    repeats: 2,
    gives: 'any',
    says: 'The value of the key that the source is, or the default. Case counts, and nothing is the key "".',
    source: `${MICROSOFT}#switch`,
    examples: [
      {
        expression:
          'Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney","QLD", "Australia/Brisbane", "SA", "Australia/Adelaide")',
        given: { state: 'QLD' },
        result: 'Australia/Brisbane',
      },
      { expression: 'Switch(ToLower([state]), "0", "true", "1", "false", "0")', given: { state: 'TRUE' }, result: '1' },
      { expression: 'Switch([state], "Default Value", "true", "1", "", "0")', given: { state: null }, result: '0' },
      { expression: 'Switch([country],[country],"","Other")', given: { country: null }, result: 'Other' },
      { expression: 'Switch([country],[country],"","Other")', given: { country: 'Norway' }, result: 'Norway' },
    ],
    prepare: inPairs,
    apply: ([source, otherwise, ...pairs]) => {
      for (let at = 0; at + 1 < pairs.length; at += 2) if (sameKey(source, pairs[at])) return pairs[at + 1] ?? null;
      return otherwise ?? null;
    },
  },
};
