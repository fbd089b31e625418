import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveTemporalPrograms } from '../../bench/temporal-server/programs.ts';
import { DYNAMIC_CONFIG, serverConfig } from '../../bench/temporal-server/server-config.ts';

describe('the production Temporal Server', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'rollcall-programs-'));
  });
  afterEach(() => rm(cache, { recursive: true, force: true }));

  const buildInto = async (folder: string): Promise<void> => {
    for (const name of ['server', 'sql']) await writeFile(join(folder, name), name, { mode: 0o755 });
  };

  it('is built once, and found in the cache from then on', async () => {
    const env = { XDG_CACHE_HOME: cache };
    const first = await resolveTemporalPrograms({ env, build: buildInto });
    const second = await resolveTemporalPrograms({ env, build: () => Promise.reject(new Error('built again')) });
    expect(second).toEqual(first);
    expect(await readFile(first.server, 'utf8')).toBe('server');
    expect((await stat(first.sqlTool)).mode & 0o111).not.toBe(0);
  });

  it('says what to do where Go cannot build it, and leaves nothing half built', async () => {
    const env = { XDG_CACHE_HOME: cache };
    const failing = resolveTemporalPrograms({ env, build: () => Promise.reject(new Error('go: not found')) });
    await expect(failing).rejects.toThrow(/could not be built: go: not found\nInstall Go/);
    await expect(resolveTemporalPrograms({ env, build: buildInto })).resolves.toBeDefined();
  });

  it('listens on the loopback alone and has fairness on, as docs/operations.md tells operators to', async () => {
    const ports = { grpc: 1, membership: 2 };
    const config = serverConfig({
      database: { host: '127.0.0.1', port: 5432, user: 'u', password: 'p' },
      services: { frontend: ports, history: ports, matching: ports, worker: ports },
      ...{ httpPort: 3, dynamicConfigFile: 'dynamic-config.json' },
    });
    const binds = JSON.stringify(config).match(/"bindOnIP":"[^"]*"/g);
    expect(binds).toEqual(Array.from({ length: 4 }, () => '"bindOnIP":"127.0.0.1"'));
    expect(DYNAMIC_CONFIG['matching.enableFairness']).toEqual([{ value: true }]);
    const operations = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    for (const key of Object.keys(DYNAMIC_CONFIG)) expect(operations).toContain(key);
  });
});
