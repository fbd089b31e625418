import { describe, expect, test } from 'vitest';
import { isInstalled } from '../../dev/install.mjs';

const ROOT = { '': {} };
const zod = { 'node_modules/zod': { integrity: 'sha512-zod' } };
const other = { 'node_modules/@swc/core-win32': { integrity: 'sha512-win', optional: true } };

describe('everything is installed', () => {
  test.each([
    ['when each package is there as it is asked for', { ...ROOT, ...zod }, zod],
    ['when only optional ones of other platforms are absent', { ...ROOT, ...zod, ...other }, zod],
    ['when more is there than is asked for', { ...ROOT, ...zod }, { ...zod, 'node_modules/more': { integrity: 'x' } }],
    ['when nothing is asked for', ROOT, {}],
  ])('%s', (_case, wanted, installed) => {
    expect(isInstalled(wanted, installed)).toBe(true);
  });
});

describe('something is missing', () => {
  test.each([
    ['when a package is absent', { ...ROOT, ...zod }, {}],
    ['when a package is another one', { ...ROOT, ...zod }, { 'node_modules/zod': { integrity: 'sha512-older' } }],
    ['when an optional one is another one', other, { 'node_modules/@swc/core-win32': { integrity: 'sha512-older' } }],
  ])('%s', (_case, wanted, installed) => {
    expect(isInstalled(wanted, installed)).toBe(false);
  });
});
