import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateExpression } from '../../../sync/field-expression/evaluate-expression.ts';
import { textForm } from '../../../sync/field-expression/coerce.ts';
import { FUNCTIONS } from '../../../sync/field-expression/functions.ts';
import { VALUE_LENGTH } from '../../../sync/field-expression/limits.ts';
import { parseFieldExpression } from '../../../sync/field-expression/parse-field-expression.ts';
import { cpuMs } from '../../set-up/cpu-ms.ts';

const names = [...FUNCTIONS.keys()];
const literal = fc.oneof(
  fc.string({ maxLength: 6 }).map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`),
  fc.constantFrom(
    '""',
    '"d"',
    '"yyyy-MM-dd"',
    '"(a*)*b"',
    '"(?<g>.*)"',
    '"g"',
    '"2024-01-31"',
    '0',
    '1',
    '-1',
    '999999999999999999',
    '&HFF',
    '',
  ),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    literal,
    fc.constantFrom('[sn]', '[otherMails]', '[accountEnabled]', '[employeeHireDate]', '[email]', '[nobody]'),
    fc
      .tuple(fc.constantFrom(...names, 'Guid', 'eval'), fc.array(tie('expression'), { maxLength: 7 }))
      .map(([name, parts]) => `${name}(${parts.join(', ')})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('=', '<>', '<', '>='), tie('expression'))
      .map((parts) => parts.join(' ')),
  ),
}));
const hostile = fc.oneof(
  { weight: 5, arbitrary: expression },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z[\]"(),=<>\\&H0-9 ]{0,80}$/) },
);
const LONG = 'ab'.repeat(VALUE_LENGTH);
const values: unknown[] = [
  null,
  undefined,
  '',
  'x',
  LONG,
  12,
  true,
  false,
  ['a', LONG],
  [],
  {},
  '2024-02-29T00:00:00Z',
  '\ud800',
];

test('10,000 random and hostile expressions are understood or refused at a place, and worked out without end or error never', () => {
  let worked = 0;
  fc.assert(
    fc.property(hostile, fc.constantFrom(...values), (text, value) => {
      const parsed = parseFieldExpression(text);
      if (parsed.kind === 'refused') {
        const { position, length, message } = parsed.refusal;
        expect(message).not.toBe('');
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position + length).toBeLessThanOrEqual(Math.max(text.length, position));
        return;
      }
      worked++;
      const result = textForm(evaluateExpression(parsed.expr, () => value)) ?? '';
      // A list is longer by what stands between its entries.
      expect(result.length).toBeLessThanOrEqual(VALUE_LENGTH + 1_500);
    }),
    { numRuns: 10_000 },
  );
  expect(worked).toBeGreaterThan(500);
});

test.each([
  ['texts that grow', `${'Replace('.repeat(12)}[sn]${', "a", , , "aaaaaaaaaaaaaaaaaaaa", , )'.repeat(12)}`],
  ['a pattern that would run back for ever', 'Replace([sn], , "(a*)*(b*)*c|ab.*d", , "${0}${0}", , )'],
  ['many lists', `Join("", ${Array(45).fill('RemoveDuplicates(Split([sn], "b"))').join(', ')})`],
  ['the case of everything', `${'PCase('.repeat(19)}[sn]${')'.repeat(19)}`],
])('the worst of expressions costs a person under a tenth of a second: %s', (_what, text) => {
  const parsed = parseFieldExpression(text);
  if (parsed.kind === 'refused') throw new Error(parsed.refusal.message);
  const times = [1, 2, 3].map(() => cpuMs(() => evaluateExpression(parsed.expr, () => LONG)));
  expect(Math.min(...times)).toBeLessThan(100);
});
