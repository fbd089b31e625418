import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { MetFaults } from './faults.ts';

const HTML =
  '<!DOCTYPE html><html><head><title>502</title></head><body><h1>Our services aren’t available right now</h1></body></html>';

/** What a fault answers instead of the application, or null when the application shall answer. */
export function answerInstead(faults: MetFaults): Response | null {
  const html = faults.get('html');
  if (html !== undefined) return new Response(HTML, { status: html.status, headers: { 'content-type': 'text/html' } });
  const empty = faults.get('emptyBody');
  if (empty !== undefined) return new Response('', { status: empty.status });
  return null;
}

/** Breaks the connection without a byte of an answer. */
export function breakConnection(outgoing: ServerResponse): Response {
  outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Sends an answer that was right, in the way the faults want it to arrive. */
export async function spoilAnswer(answer: Response, faults: MetFaults, outgoing: ServerResponse): Promise<Response> {
  const drip = faults.get('drip');
  const cut = faults.get('cutJson') !== undefined;
  const reset = faults.get('reset')?.when === 'midBody';
  if (drip === undefined && !cut && !reset) return answer;
  const body = Buffer.from(await answer.arrayBuffer());
  const half = body.subarray(0, Math.max(1, Math.floor(body.length / 2)));
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'content-length'));
  if (cut) return new Response(half, { status: answer.status, headers });
  outgoing.writeHead(answer.status, { ...headers, 'content-length': body.length });
  if (reset) {
    await new Promise((sent) => outgoing.write(half, sent));
    outgoing.socket?.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const { bytes, everyMs } = drip ?? { bytes: body.length, everyMs: 0 };
  for (let at = 0; at < body.length && !outgoing.destroyed; at += bytes) {
    outgoing.write(body.subarray(at, at + bytes));
    await delay(everyMs);
  }
  outgoing.end();
  return RESPONSE_ALREADY_SENT;
}
