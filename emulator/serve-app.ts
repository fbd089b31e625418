import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HostEnv } from './context.ts';

export type Served = {
  readonly port: number;
  /** Cuts what is in flight, frees the port; twice is harmless. */
  readonly stop: () => Promise<void>;
};

export type ServeOptions = {
  /** What listens there, for people: "sign-in". */
  readonly what: string;
  readonly port: number;
  /** PEM of certificate and key; undefined = plain HTTP. */
  readonly pem?: string;
  /** How people ask for another port. */
  readonly variable: string;
};

/** The port is taken, or may not be used. The message says what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** Longer than clients keep a quiet connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;

/** Serves an application on the loopback. Throws CannotListen. */
export async function serveApp(app: Hono<HostEnv>, options: ServeOptions): Promise<Served> {
  const { pem } = options;
  const server = createAdaptorServer({
    fetch: app.fetch,
    ...(pem === undefined
      ? { createServer }
      : { createServer: createSecureServer, serverOptions: { key: pem, cert: pem } }),
  }) as Server; // of node:http or node:https, which is one's subclass in all that is used here
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, options);
  const { port } = server.address() as AddressInfo; // it listens on TCP
  let stopping: Promise<void> | undefined;
  const stop = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  return { port, stop: () => (stopping ??= stop()) };
}

function listen(server: Server, { what, port, variable }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, what, port, variable)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function explained({ code }: NodeJS.ErrnoException, what: string, port: number, variable: string): CannotListen {
  const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code ?? 'unknown reason'})`;
  return new CannotListen(`Port ${port} for the emulator's ${what} ${why}. Set ${variable} to a free one.`);
}
