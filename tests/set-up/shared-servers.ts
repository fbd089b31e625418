import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runCommand } from '../../dev/run-command.ts';
import { startTemporalServer } from '../../dev/temporal-server.ts';
import { cloneFolder } from '../../dev/settings.ts';
import { testRunFolder } from '../../dev/test-run-folder.ts';

/** What the whole suite shares, by what a test file is told of it. */
export type Shared = {
  /** The cluster's superuser, who clones the migrated template. */
  readonly postgres: { readonly superuserUrl: string; readonly template: string };
  readonly temporal: { readonly address: string };
  readonly workflowBundle: { readonly codePath: string };
};

type Started<T> = { readonly told: T; readonly stop: () => Promise<void> };
type Starters = { readonly [Name in keyof Shared]: () => Promise<Started<Shared[Name]>> };

/**
 * A small server on the loopback from which test files, each a process of its own, ask for what they share. A thing is
 * made when it is asked for first, so that tests of pure rules wait for no database. The address holds a secret: the
 * loopback is everybody's.
 */
export async function startSharedServers(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = testRunFolder();
  const secret = randomUUID();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const starters = startersIn(folder);
  const made = new Map<string, Promise<Started<unknown>>>();

  const server = createServer((request, response) => {
    const name = request.url?.slice(`/${secret}/`.length) ?? '';
    if (request.url !== `/${secret}/${name}` || !isShared(name, starters)) {
      response.writeHead(404).end();
      return;
    }
    const thing = made.get(name) ?? starters[name]();
    made.set(name, thing);
    thing.then(
      ({ told }) => response.end(JSON.stringify(told)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/${secret}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      for (const started of await Promise.allSettled(made.values())) {
        if (started.status === 'fulfilled') await started.value.stop();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isShared = (name: string, starters: Starters): name is keyof Starters => Object.hasOwn(starters, name);

function startersIn(folder: string): Starters {
  return {
    // Loaded when it is needed, so that a mistake in db/ stops no test but its own.
    postgres: async () =>
      (await import('./start-template-database.ts')).startTemplateDatabase(join(folder, 'postgres')),
    temporal: async () => {
      // So few events that a test can see a workflow continue as new.
      const server = await startTemporalServer({ dynamicConfig: ['limit.historyCount.suggestContinueAsNew=40'] });
      return { told: { address: server.address }, stop: server.stop };
    },
    workflowBundle: async () => {
      const codePath = join(folder, 'workflow-bundle.js');
      // A process of its own: webpack would hold vitest up for seconds.
      const script = join(cloneFolder, 'worker', 'bundle.main.ts');
      await runCommand(process.execPath, ['--import', 'tsx', script, codePath], { timeout: 120_000 });
      return { told: { codePath }, stop: async () => undefined };
    },
  };
}
