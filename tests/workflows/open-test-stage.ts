import { testTemporal } from '../set-up/test-temporal.ts';
import { workflowBundle } from '../set-up/workflow-bundle.ts';
import { openStage, type Stage } from './stage.ts';

/** A stage on the server and with the bundle that the whole suite shares. */
export async function openTestStage(): Promise<Stage> {
  const [{ client, nativeConnection, namespace }, bundle] = await Promise.all([testTemporal(), workflowBundle()]);
  return openStage({ client, nativeConnection, namespace, workflowBundle: bundle });
}
