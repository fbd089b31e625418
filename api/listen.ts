import { serve } from '@hono/node-server';
import type { Server } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.ts';

/** Nobody can be answered at this port. The message says what to do. */
export class CannotListenError extends Error {
  override readonly name = 'CannotListenError';
}

export type Listening = {
  /** Takes no more requests, and waits for those that are being answered. */
  readonly stop: () => Promise<void>;
};

/** Longer answers than this are cut off when the process is told to end; supervisors give up soon after. */
const FINISH_WITHIN_MS = 10_000;

/** Serves the app on all of the machine's addresses. Throws CannotListenError. */
export async function listen(app: OpenAPIHono<ApiEnv>, port: number): Promise<Listening> {
  const server = await new Promise<Server>((resolve, reject) => {
    // a plain HTTP server, since no other was asked for
    const starting = serve({ fetch: app.fetch, port }, () => resolve(starting)) as Server;
    starting.once('error', (err) => reject(cannotListen(err, port)));
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

const CAUSES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there. Stop it, or set PORT',
  EACCES: 'this user may not. Set PORT to one above 1023',
};

function cannotListen(err: Error, port: number): CannotListenError {
  const code = 'code' in err && typeof err.code === 'string' ? err.code : err.name;
  return new CannotListenError(`Rollcall cannot listen on port ${port}: ${CAUSES[code] ?? code}.`);
}
