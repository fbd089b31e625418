import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureAuthority } from '../../emulator/certificates.ts';

export type SeenRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
export type Reply = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
/** Gives a reply, or answers by itself and gives nothing. */
export type Script = (request: SeenRequest, response: ServerResponse) => Reply | undefined;
export type ScriptedHost = AsyncDisposable & { readonly origin: string; readonly seen: SeenRequest[]; script: Script };

/**
 * An HTTPS server that answers as the test says, for what no whole directory would ever do. Its certificate is of the
 * tests' authority, which Node was started with.
 */
export async function startScriptedHost(script: Script): Promise<ScriptedHost> {
  const folder = process.env['ROLLCALL_TEST_EMULATOR_FOLDER'];
  if (folder === undefined) throw new Error('Run the tests with npm test: it gives them their certificate authority.');
  const { server: pem } = await ensureAuthority(folder);
  const seen: SeenRequest[] = [];
  const server = createServer({ key: pem, cert: pem }, (incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(parts).toString() };
      seen.push(request);
      const reply = host.script(request, response);
      if (reply !== undefined) send(reply, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const host: ScriptedHost = {
    origin: `https://localhost:${port}`,
    seen,
    script,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}

function send({ status = 200, json, text, headers = {} }: Reply, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': text === undefined ? 'application/json' : 'text/html', ...headers });
  response.end(text ?? JSON.stringify(json ?? {}));
}
