import { type Client, isGrpcServiceError } from '@temporalio/client';
import { TemporalUnavailableError } from '../temporal/connect.ts';

/** https://grpc.io/docs/guides/status-codes/ */
const NOT_FOUND = 5;

/**
 * Throws TemporalUnavailableError where the server has no such namespace: a worker would say so in words of its own
 * only. A key that may not ask for it is no fault; the worker finds out by itself.
 */
export async function checkNamespace(client: Client, namespace: string, address: string): Promise<void> {
  try {
    await client.workflowService.describeNamespace({ namespace });
  } catch (err) {
    if (!isGrpcServiceError(err) || err.code !== NOT_FOUND) return;
    throw new TemporalUnavailableError(
      `Temporal at ${address} has no namespace ${namespace}. Create it (temporal operator namespace create --namespace ${namespace}), or set TEMPORAL_NAMESPACE.`,
    );
  }
}
