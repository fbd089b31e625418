import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { askFor } from './ask-for.ts';
import { quietTemporal } from './quiet-temporal.ts';

export type TestTemporal = {
  readonly address: string;
  readonly namespace: string;
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  readonly client: Client;
};

let connected: Promise<TestTemporal> | undefined;

/** The suite's Temporal server, connected once a process. Every test takes tenants and task queues of its own on it. */
export function testTemporal(): Promise<TestTemporal> {
  return (connected ??= connect());
}

async function connect(): Promise<TestTemporal> {
  quietTemporal();
  const { address } = await askFor('temporal');
  const namespace = 'default';
  const [connection, nativeConnection] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  return { address, namespace, connection, nativeConnection, client: new Client({ connection, namespace }) };
}
