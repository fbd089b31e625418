import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeAll } from '../../api/checks/check-step.ts';
import { measureListing } from '../../api/checks/measure-listing.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { compileRules } from '../../sync/rules.ts';
import { openDirectoryBench, type DirectoryBench } from './scripted-directory.ts';

let bench: DirectoryBench;
beforeEach(async () => {
  bench = await openDirectoryBench();
});
afterEach(() => bench.close());

const rules = compileRules(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS);
const nothingKnown = async () => new Map();

test('when time is up, what was counted so far is the answer, and no further page is asked for', async () => {
  const time = new AbortController();
  bench.override = ({ url }) => {
    if (url.includes('skiptoken=3')) time.abort();
    return undefined;
  };
  const steps = measureListing(bench.scripted.directory, rules, nothingKnown, time.signal);
  const { found: measured } = await takeAll(steps);
  expect(measured).toMatchObject({ counted: 3, matching: 2, complete: false });
  expect(bench.seen().filter((url) => url.includes('skiptoken=6'))).toEqual([]);
});

test('a mistake of ours is no end of a listing', async () => {
  const directory = { ...bench.scripted.directory, readUsersPage: () => Promise.reject(new TypeError('a mistake')) };
  const steps = measureListing(directory, rules, nothingKnown, new AbortController().signal);
  await expect(takeAll(steps)).rejects.toThrow(TypeError);
});

test('how many people were read is told before each page', async () => {
  const steps = measureListing(bench.scripted.directory, rules, nothingKnown, new AbortController().signal);
  const counted: unknown[] = [];
  for await (const step of steps) counted.push(step.kind === 'asks' && [step.question, step.counted]);
  expect(counted).toEqual([
    ['listing', 0],
    ['listing', 3],
    ['listing', 6],
  ]);
});
