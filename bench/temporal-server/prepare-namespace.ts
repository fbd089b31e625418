import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../../dev/run-command.ts';
import { SEARCH_ATTRIBUTES } from '../../dev/temporal-server.ts';

const PATIENCE_MS = 60_000;

/**
 * The namespace and its search attributes, made as docs/operations.md tells an operator to, and usable: they reach the
 * frontend through caches, seconds late. Twice is harmless. Throws an Error with what the CLI said last.
 */
export async function prepareNamespace(cli: string, address: string, namespace: string): Promise<void> {
  const temporal = (...args: readonly string[]) =>
    runCommand(cli, [...args, '--address', address, '--disable-config-file', '--disable-config-env'], {
      timeout: 10_000,
    });
  const of = ['--namespace', namespace];
  await untilWorks(() => temporal('operator', 'cluster', 'health'));
  await untilWorks(() =>
    temporal('operator', 'namespace', 'describe', ...of).catch(() =>
      temporal('operator', 'namespace', 'create', ...of, '--retention', '7d'),
    ),
  );
  const attributes = Object.entries(SEARCH_ATTRIBUTES);
  await untilWorks(() =>
    temporal(
      ...['operator', 'search-attribute', 'create', ...of],
      ...attributes.flatMap(([name, type]) => ['--name', name, '--type', type]),
    ),
  );
  const query = attributes.map(([name, type]) => `${name} = ${type === 'Keyword' ? "'x'" : "'2000-01-01T00:00:00Z'"}`);
  await untilWorks(() => temporal('workflow', 'count', ...of, '--query', query.join(' AND ')));
}

async function untilWorks(attempt: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await delay(200);
  }
}
