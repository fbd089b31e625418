import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSources } from '../../dev/check-sources.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();

test.each([
  ['all is well', 'export const answer: number = 42;\n', [true, true]],
  ['a type is wrong', 'export const answer: number = true;\n', [false, true]],
  ['lint finds something', 'export function answer(): void {\n  debugger;\n}\n', [false, true]],
  ['the format is another', 'export const answer: number =    42', [true, false]],
])('where %s, both checks tell, and no file is changed', async (_case, code, expected) => {
  writeFileSync(join(folder(), 'tsconfig.json'), '{ "compilerOptions": { "strict": true }, "include": ["*.ts"] }\n');
  writeFileSync(join(folder(), 'answer.ts'), code);
  const checks = await checkSources(folder());
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['Lint and types', expected[0]],
    ['Format', expected[1]],
  ]);
  for (const { ok, output } of checks) if (!ok) expect(output).toContain('answer.ts');
  expect(readFileSync(join(folder(), 'answer.ts'), 'utf8')).toBe(code);
});
