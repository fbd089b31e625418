import type { Context, Next } from 'hono';
import { Problem } from './problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const isLoopback = (address: string): boolean => URL.canParse(address) && LOOPBACK.includes(new URL(address).hostname);

/**
 * Only programs of this machine may control the emulator. The server listens on the loopback, which a page in a browser
 * can reach too: under a name of its own that leads here, or by sending a form. Both show in the headers.
 */
export async function onlyLocal(c: Context, next: Next): Promise<void> {
  const origin = c.req.header('origin');
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (!isLoopback(c.req.url) || (!reads && origin !== undefined && !isLoopback(origin))) {
    throw new Problem(403, 'notLocal', 'The emulator is controlled from this machine only, as localhost.');
  }
  await next();
}
