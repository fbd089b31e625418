import { Client, Connection } from '@temporalio/client';

/** All that Temporal keeps and shows of the workflows of tenants, one text each: payloads are read, not left in base64. */
export async function temporalTexts(
  address: string,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const texts = new Map<string, string>();
    for await (const listed of workflow.list({ query: `TenantId IN (${tenantIds.map((id) => `'${id}'`).join()})` })) {
      const handle = workflow.getHandle(listed.workflowId, listed.runId);
      const [history, described] = await Promise.all([handle.fetchHistory(), handle.describe()]);
      // What the UI asks a worker for: details and handlers, as they are now.
      const metadata = await handle.query('__temporal_workflow_metadata');
      texts.set(listed.workflowId, [history, described.raw, listed.raw, metadata].map(readable).join('\n'));
    }
    return texts;
  } finally {
    await connection.close();
  }
}

/** Every text in it, one a line. JSON would leave a payload's bytes in base64, where nothing is ever found. */
function readable(value: unknown): string {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, one]) => `${key} ${readable(one)}`)
      .join('\n');
  }
  return typeof value === 'function' ? '' : String(value);
}
