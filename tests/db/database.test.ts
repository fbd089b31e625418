import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database, type DatabaseOptions } from '../../db/database.ts';
import { DatabaseUnavailableError } from '../../db/errors.ts';
import { readTenant, setTenantStatus } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import { openStage, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
let tenant: TestTenant;
beforeAll(async () => {
  stage = await openStage();
  tenant = await stage.tenant();
});
afterAll(() => stage.close());

const NOBODY = '00000000-0000-4000-8000-000000000000' as TenantId; // a UUID by its form

async function withDatabase<T>(options: Partial<DatabaseOptions>, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ url: stage.database.appUrl, poolSize: 1, ...options });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (err: unknown) => err,
  );

const pidOf = async (db: Database): Promise<number> => {
  const [row] = await db.inTransaction(tenant.id, (tx) =>
    tx.query<{ pid: number }>('select pg_backend_pid() as pid', []),
  );
  return row?.pid ?? 0;
};

/** The application's address with something else in it. */
const addressWith = (change: (url: URL) => void): string => {
  const url = new URL(stage.database.appUrl);
  change(url);
  return url.href;
};

describe('a transaction', () => {
  it('writes all or nothing', async () => {
    const failure = new Error('on purpose');
    const attempt = tenant.inTransaction(async (tx) => {
      await setTenantStatus(tenant.id, tx, 'paused');
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    expect((await tenant.row()).status).toBe('active');
  });

  it('gives its result, and keeps what it wrote', async () => {
    const other = await stage.tenant();
    expect(await other.inTransaction((tx) => setTenantStatus(other.id, tx, 'paused').then(() => 'result'))).toBe(
      'result',
    );
    expect((await other.row()).status).toBe('paused');
  });

  it('fails as a whole when one of its statements fails, even if that is caught', async () => {
    const attempt = tenant.inTransaction(async (tx) => {
      await setTenantStatus(tenant.id, tx, 'paused');
      await tx.query('select 1/0', []).catch(() => undefined);
      return readTenant(tenant.id, tx);
    });
    await expect(attempt).rejects.toThrow();
    expect((await tenant.row()).status).toBe('active');
  });

  it('waits for a session when all are in use', async () => {
    await withDatabase({ poolSize: 2 }, async (db) => {
      const all = Array.from({ length: 20 }, () =>
        db.inTransaction(tenant.id, (tx) => tx.query('select pg_sleep(0.005)', [])),
      );
      expect(await Promise.all(all)).toHaveLength(20);
    });
  });

  it('binds parameters and never reads them as SQL', async () => {
    const text = `'; drop table tenants; --`;
    expect(await tenant.inTransaction((tx) => tx.query('select $1::text as text', [text]))).toEqual([{ text }]);
  });
});

describe('a database that cannot be worked with', () => {
  const PASSWORD_OF_A_TEST = 'not-the-password';
  const freePort = async (): Promise<number> => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await vi.waitFor(() => expect(server.listening).toBe(true), { timeout: 30_000 });
    const { port } = server.address() as net.AddressInfo; // it listens on a port
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  it.each([
    [
      'whose host is not there',
      'unreachable',
      async () => addressWith((url) => (url.port = '1')),
      /host and port in DATABASE_URL/,
    ],
    [
      'on a port where nothing listens',
      'unreachable',
      async () => {
        const port = await freePort();
        return addressWith((url) => (url.port = `${port}`));
      },
      /cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'that knows another password',
      'refused',
      async () => addressWith((url) => (url.password = PASSWORD_OF_A_TEST)),
      /refuses us.*password/,
    ],
    [
      'that knows no such role',
      'refused',
      async () => addressWith((url) => (url.username = 'nobody')),
      /refuses us.*role/,
    ],
    [
      'that has no such database',
      'refused',
      async () => addressWith((url) => (url.pathname = '/nowhere')),
      /refuses us \(3D000\).*database/,
    ],
    [
      'that takes nobody in',
      'refused',
      async () => addressWith((url) => (url.pathname = '/template0')),
      /refuses us \(55000\).*database/,
    ],
    [
      'that speaks no TLS',
      'refused',
      async () => addressWith((url) => (url.search = '?sslmode=verify-full')),
      /TLS settings/,
    ],
  ])('%s: %s, with what to check and no password', async (_what, reason, url, message) => {
    // prettier-ignore
    const address = await url();
    const failure = await withDatabase({ url: address }, (db) => failureOf(db.ping()));
    expect(failure).toBeInstanceOf(DatabaseUnavailableError);
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
    const told = `${String(failure)} ${JSON.stringify(failure)}`;
    expect(told).not.toContain(PASSWORD_OF_A_TEST);
    expect(told).not.toContain(new URL(stage.database.appUrl).password);
  });

  it('is told the same way in a transaction', async () => {
    const url = addressWith((each) => (each.port = '1'));
    const failure = await withDatabase({ url }, (db) =>
      failureOf(db.inTransaction(NOBODY, (tx) => tx.query('select 1', []))),
    );
    expect(failure).toBeInstanceOf(DatabaseUnavailableError);
  });

  it('because its session was ended in the middle of a transaction: lost, nothing is written, and the next one works', async () => {
    await withDatabase({}, async (db) => {
      const failure = await failureOf(
        db.inTransaction(tenant.id, async (tx) => {
          await setTenantStatus(tenant.id, tx, 'paused');
          const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid', []);
          await killSession(row?.pid ?? 0);
          await tx.query('select 1', []);
        }),
      );
      expect(failure).toMatchObject({ name: 'DatabaseUnavailableError', reason: 'lost' });
      expect((await tenant.row()).status).toBe('active');
      expect(await pidOf(db)).toBeGreaterThan(0);
    });
  });

  it('because idle sessions were ended: those after work, however many it was', async () => {
    await withDatabase({ poolSize: 2 }, async (db) => {
      for (let round = 0; round < 5; round++) {
        await killSession(await pidOf(db));
        await vi.waitFor(() => pidOf(db), { timeout: 5_000, interval: 5 });
      }
      await db.ping();
    });
  });

  it('because two wait for each other: one of them is told, and can try again', async () => {
    const [one, two] = [await stage.tenant(), await stage.tenant()];
    const lock = (id: TenantId) => `update tenants set name = name where id = '${id}'`;
    // Row-level security keeps tenants apart: only a transaction across tenants can lock two of them.
    const both = (first: TenantId, second: TenantId, firstIsLocked: () => void, go: Promise<unknown>) =>
      stage.db.acrossTenants(async (tx) => {
        await tx.query(lock(first), []);
        firstIsLocked();
        await go;
        await tx.query(lock(second), []);
      });
    const [a, b] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const answers = await Promise.all([
      failureOf(both(one.id, two.id, a.resolve, b.promise)),
      failureOf(both(two.id, one.id, b.resolve, a.promise)),
    ]);
    const [failure, ...others] = answers.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ name: 'DatabaseUnavailableError', reason: 'tooSlow' });
  });

  /** A role may end its own sessions. */
  const killSession = (pid: number) =>
    stage.db.acrossTenants((tx) => tx.query('select pg_terminate_backend($1)', [pid]));
});

describe('an error that is a bug', () => {
  it('is left as it is', async () => {
    const failure = await failureOf(tenant.inTransaction((tx) => tx.query('select nonsense', [])));
    expect(failure).not.toBeInstanceOf(DatabaseUnavailableError);
    expect(failure).toMatchObject({ message: expect.stringContaining('nonsense') });
  });
});
