import { hash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { createActivities, type Activities } from '../../activities/create-activities.ts';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { DatabaseUnavailableError } from '../../db/errors.ts';
import { startEmulator, type Emulator } from '../../emulator/start-emulator.ts';
import type { RecordedRequest } from '../../emulator/requests.ts';
import { openEntra } from '../../entra/open-entra.ts';
import type { Directory } from '../../entra/directory.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { quietTemporal } from '../set-up/quiet-temporal.ts';
import type { TestDatabase } from '../set-up/test-database.ts';
import type { RunTrouble } from './history.ts';
import { readTenantTables } from './observe-everything.ts';

/**
 * Where histories are played, one after another: an emulator with a clock of its own, and activities. The database may
 * be that of other lanes too, whose tenants are nobody's concern here.
 */
export type Lane = {
  readonly emulator: Emulator;
  readonly db: Database;
  /** As the API asks Microsoft. */
  readonly directoryOf: (id: EntraTenantId) => Directory;
  readonly now: () => Date;
  /** With chunks of the usual length, and with chunks of one page. */
  readonly activities: Readonly<Record<'long' | 'short', Activities>>;
  readonly query: <Row>(sql: string, parameters: unknown[]) => Promise<readonly Row[]>;
  /** Those that hold rows of tenants. */
  readonly tables: readonly string[];
  readonly breaks: DatabaseBreaks;
  readonly tenantOf: (entraTenantId: string) => Promise<TenantId>;
  readonly close: () => Promise<void>;
};

/** Makes a database that works break once, and remembers what else went wrong in it. */
export class DatabaseBreaks {
  unknownError: unknown;
  #next: RunTrouble['databaseBreaks'];
  #count = 0;

  /** Nothing breaks meanwhile, and nothing counts. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    const [next, count] = [this.#next, this.#count];
    this.#next = undefined;
    try {
      return await work();
    } finally {
      this.#next = next;
      this.#count = count;
    }
  }

  set(next: RunTrouble['databaseBreaks']): void {
    this.#next = next;
    this.#count = 0;
    this.unknownError = undefined;
  }

  within(db: Database): Database {
    return {
      ...db,
      inTransaction: async (tenantId, work) => {
        const breaks = this.#next !== undefined && this.#count++ === this.#next.at ? this.#next.when : undefined;
        if (breaks === 'before') throw broken();
        try {
          const result = await db.inTransaction(tenantId, work);
          if (breaks === 'after') throw broken();
          return result;
        } catch (err) {
          this.unknownError = err;
          throw err;
        }
      },
    };
  }
}

const broken = (): Error => new DatabaseUnavailableError('lost', 'The database broke, as the history wanted.');

/** What was asked for by that work. The record of requests goes on as if it had not been. */
export async function apart<T>(
  { requests }: Pick<Emulator, 'requests'>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly requests: readonly RecordedRequest[] }> {
  const others = requests.list();
  requests.clear();
  try {
    const result = await work();
    return { result, requests: requests.list() };
  } finally {
    requests.clear();
    for (const request of others) requests.add(request);
  }
}

export async function openLane(database: Pick<TestDatabase, 'appUrl' | 'ownerUrl'>): Promise<Lane> {
  quietTemporal();
  const emulator = await startEmulator({ folder: process.env['ROLLCALL_TEST_EMULATOR_FOLDER'] ?? '' });
  const db = await openDatabase({ url: database.appUrl, poolSize: 4 });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { authorityHost, graphEndpoint, clientId, clientSecret } = emulator;
  const credential = { kind: 'secret', secret: clientSecret } as const;
  const entra = openEntra(
    { authorityHost, graphEndpoint, clientId, credential },
    { now: () => emulator.clock.now(), sleep: async (ms) => emulator.clock.advance(ms) },
  );
  const breaks = new DatabaseBreaks();
  const now = (): Date => new Date(emulator.clock.now());
  const activitiesWith = (chunkTimeMs: number): Activities =>
    createActivities({
      ...{ now, chunkTimeMs, stopping: new AbortController().signal, db: breaks.within(db), random: () => 0.5 },
      directoryOf: (id, priority) => entra.directory(id, priority),
      fingerprint: (text) => hash('sha1', text, 'hex').slice(0, 32),
      schedule: { intervalMinMs: 7_200_000, intervalMaxMs: 14_400_000, retryMinMs: 600_000 },
      heartbeatMs: 60_000,
      log: pino({ level: 'silent' }),
    });
  // Named, so that PostgreSQL plans each of the few, which are long, once.
  async function query<Row>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const { rows } = await owner.query({ name: hash('sha1', text, 'hex'), text, values });
    return rows as Row[]; // what a statement gives is known to who wrote it
  }
  return {
    ...{ emulator, db, breaks, now, query, tables: await readTenantTables(query) },
    directoryOf: (id) => entra.directory(id),
    activities: { long: activitiesWith(45_000), short: activitiesWith(0) },
    async tenantOf(entraTenantId) {
      const tenant = { name: randomUUID(), entraTenantId: entraTenantId as EntraTenantId, status: 'active' } as const; // a GUID, as the emulator made it
      const created = await db.acrossTenants((tx) => createTenant(tx, tenant));
      if (created.kind === 'taken') throw new Error('This directory has a tenant already.');
      return created.tenant.id;
    },
    async close() {
      await Promise.all([db.close(), owner.end(), emulator.stop()]);
    },
  };
}
