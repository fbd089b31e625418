import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { CannotStart } from './cannot-start.ts';

/** A port that the environment names is taken, or no port. */
export class PortTaken extends CannotStart {
  override readonly name = 'PortTaken';
}

export type PortWish = {
  /** What will listen there, as people know it. */
  readonly what: string;
  readonly wanted: number;
  /** The variable that asked for exactly this port, if one did. */
  readonly variable?: string | undefined;
  /** Ports that are promised to others already. */
  readonly except?: readonly number[];
  readonly say?: ((line: string) => void) | undefined;
};

/**
 * The wanted port when it is free; else another free one, with a line that says so. Throws PortTaken when a variable
 * of the environment insists on a port that is taken.
 */
export async function choosePort({ what, wanted, variable, except = [], say }: PortWish): Promise<number> {
  if (!except.includes(wanted) && (await isFree(wanted))) return wanted;
  if (variable !== undefined) {
    throw new PortTaken(`Port ${wanted} for ${what} is taken. Free it, or choose another one with ${variable}.`);
  }
  const port = await findFreePort();
  say?.(`Port ${wanted} is taken by another program: ${what} listens on ${port} instead.`);
  return port;
}

/** Below what systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): those come and go. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** A port that nobody uses now, and that nobody gets by chance before it is listened on. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
}

/** Both the loopback and all addresses are tried: a program may hold only one of them. */
async function isFree(port: number): Promise<boolean> {
  try {
    await listen(port, '127.0.0.1');
    await listen(port);
    return true;
  } catch {
    return false;
  }
}

function listen(port: number, host?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
