import { expect, test } from 'vitest';
import { workflowUrl } from '../../temporal/workflow-url.ts';

test('a link leads to the workflow in the Temporal UI, whatever its id holds', () => {
  expect(workflowUrl('http://localhost:8233', 'default', 'sync-run/0b0c/12')).toBe(
    'http://localhost:8233/namespaces/default/workflows/sync-run%2F0b0c%2F12',
  );
});
