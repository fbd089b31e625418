import { askFor } from './ask-for.ts';
import { quietTemporal } from './quiet-temporal.ts';

/** The workflows of this checkout, bundled once for all tests: what `createWorkers` and a replay take. */
export function workflowBundle(): Promise<{ readonly codePath: string }> {
  quietTemporal();
  return askFor('workflowBundle');
}
