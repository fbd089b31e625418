import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { dataFolderOf } from '../../dev/postgres-binaries.ts';
import { type Postgres, removePostgres, startPostgres } from '../../dev/postgres.ts';
import { testRunFolder } from '../../dev/test-run-folder.ts';
import { isRunning } from '../../dev/stop-process.ts';
import { killAtOnce, startParent } from './abandoned.ts';

// Within the run's folder, so that what a killed run leaves behind is found by the next one.
const folder = join(testRunFolder(), 'postgres');
const data = dataFolderOf(join(folder, 'data'));
let postgres: Postgres | undefined;
const start = async (more: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<Postgres> =>
  (postgres = await startPostgres({ folder, ...more }));
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>({ text: sql })).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}
beforeAll(() => removePostgres(folder));
afterAll(async () => {
  await postgres?.stop();
  await removePostgres(folder);
});

/** One story, told in order: each start finds what the one before has left. */
describe('embedded PostgreSQL', () => {
  test('starts, with a role for the owner and one that row-level security binds', async () => {
    const { ownerUrl, appUrl, stop } = await start();
    await ask(ownerUrl, 'create table kept (word text)');
    await ask(ownerUrl, `insert into kept values ('still here')`);
    expect(await ask(appUrl, 'select rolsuper or rolbypassrls from pg_roles where rolname = current_user')).toEqual([
      false,
    ]);
    expect(await ask(appUrl, 'select current_database()')).toEqual(['rollcall']);
    await expect(ask(appUrl, 'create table not_mine ()')).rejects.toThrow('permission denied');
    await stop();
  });

  test('keeps its password for its owner alone', async () => {
    expect((statSync(join(folder, 'password')).mode & 0o777).toString(8)).toBe('600');
    expect(await readFile(join(folder, 'password'), 'utf8')).toMatch(/^[0-9a-f]{48}$/);
  });

  test('keeps its data from one start to the next', async () => {
    const { ownerUrl } = await start();
    expect(await ask(ownerUrl, 'select word from kept')).toEqual(['still here']);
  });

  test('that is disposable waits for no disk, and any other does', async () => {
    expect(await ask(postgres?.superuserUrl ?? '', 'show fsync')).toEqual(['on']);
    await postgres?.stop();
    const { superuserUrl, ownerUrl, stop } = await start({ disposable: true });
    expect(await ask(superuserUrl, 'show fsync')).toEqual(['off']);
    expect(await ask(ownerUrl, 'select word from kept')).toEqual(['still here']);
    await stop();
  });

  test('left behind by a start that was killed is stopped by the next one, which says so', async () => {
    const { parent, told } = await startParent('postgres', folder);
    await killAtOnce(parent);
    expect(await ask(told, 'select 1')).toEqual([1]);
    const pid = Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);

    const said: string[] = [];
    const { ownerUrl } = await start({ say: (line) => said.push(line) });
    expect(said.join()).toContain(`PostgreSQL was still running for this folder (process ${pid})`);
    expect(await isRunning({ pid, commandHolds: data })).toBe(false);
    expect(await ask(ownerUrl, 'select word from kept')).toEqual(['still here']);
  });

  test('is removed with all that it has, also while it runs, and twice', async () => {
    await removePostgres(folder);
    await removePostgres(folder);
    await expect(readFile(join(data, 'PG_VERSION'))).rejects.toThrow('ENOENT');
  });
});
