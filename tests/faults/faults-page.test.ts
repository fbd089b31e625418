import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { FAILURES, type FailureCode } from '../../sync/failure.ts';
import { FAULTS } from './all-rows.ts';
import { FAULTS_PAGE, faultsPage } from './faults-page.ts';

const rows = FAULTS.flatMap((section) => section.rows);

it('docs/faults.md is what the table says (after a change: node --import tsx tests/faults/write-docs.ts)', async () => {
  expect(await readFile(FAULTS_PAGE, 'utf8')).toBe(faultsPage());
});

it('the table holds at least sixty faults, each under a name of its own', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ fault }) => fault)).size).toBe(rows.length);
});

it('every way to fail that is Microsoft’s doing is met by a fault of the table', () => {
  const met = new Set(rows.map(({ does }) => ('code' in does ? does.code : undefined)));
  /** Of our own making: told by other tests. */
  const ours: readonly FailureCode[] = [
    'interrupted',
    'workflowEnded',
    'previewEnded',
    'tenantNotThere',
    'tenantNotLinked',
    'tenantNotActivated',
    'tenantOffboarding',
    'offboardedBefore',
    'databaseUnavailable',
    'unknown',
    'pageTokenRefused', // never ends a run: it starts again
  ];
  const codes = Object.keys(FAILURES) as FailureCode[]; // its own keys
  expect(codes.filter((code) => !met.has(code) && !ours.includes(code))).toEqual([]);
});
