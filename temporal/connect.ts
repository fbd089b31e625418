import { Connection, Client } from '@temporalio/client';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

/** Temporal cannot be reached. The message says where it was looked for and what to do. */
export class TemporalUnavailableError extends Error {
  override readonly name = 'TemporalUnavailableError';
}

/**
 * Address, namespace, key and TLS of the Temporal server, as every Temporal tool reads them from the environment and
 * its profiles (https://docs.temporal.io/develop/environment-configuration).
 */
export function temporalSettings(): ClientConnectConfig & { readonly namespace: string; readonly address: string } {
  const config = loadClientConnectConfig();
  return {
    ...config,
    namespace: config.namespace ?? 'default',
    address: config.connectionOptions.address ?? 'localhost:7233',
  };
}

/** Connects at once, and fails with TemporalUnavailableError instead of waiting for a server that is not there. */
export async function connectTemporal(): Promise<Client> {
  const { connectionOptions, namespace, address } = temporalSettings();
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '10s' });
    return new Client({ connection, namespace });
  } catch {
    throw new TemporalUnavailableError(unavailable(address));
  }
}

/** Connects when it is first needed, so that the API serves what it can while Temporal is away. */
export function connectTemporalLater(): Client {
  const { connectionOptions, namespace } = temporalSettings();
  return new Client({ connection: Connection.lazy(connectionOptions), namespace });
}

/** What to say when Temporal is not there. */
export const unavailable = (address: string): string =>
  `Temporal does not answer at ${address}. Start it, or set TEMPORAL_ADDRESS (and TEMPORAL_API_KEY or TEMPORAL_TLS_… where it needs them).`;
