import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first. On a fresh checkout vitest goes by the size of files, and these are small ones. */
const LONGEST = [
  'tests/model/histories',
  'tests/end-to-end/',
  'tests/kill/',
  'tests/pages/first-visit',
  'tests/scenarios/only-changes',
  'tests/cli/sync-wait',
  'tests/cli/replay',
  'tests/worker/main',
  'tests/emulator/cli/',
  'tests/scenarios/',
  'tests/workflows/',
  'tests/cli/',
];

/** Begins with what takes longest, so that no lane works on it alone at the end. The order decides nothing else. */
export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((start) => relative(this.ctx.config.root, moduleId).startsWith(start));
      return found === -1 ? LONGEST.length : found;
    };
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
