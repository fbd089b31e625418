import { hash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { planStoredPage } from '../../activities/plan-stored-page.ts';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { applyPeople, type PlannedPeople } from '../../db/apply-people.ts';
import { openDatabase, type Database, type Tx } from '../../db/database.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { lockRun } from '../../db/lock-run.ts';
import { openRun, type RunToOpen } from '../../db/open-run.ts';
import { readRun } from '../../db/read-run.ts';
import { readRunWork } from '../../db/read-run-work.ts';
import type { RunRow } from '../../db/run-row.ts';
import { readTenant, type TenantRow } from '../../db/tenants.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EntraObjectId, EntraTenantId, RunId, TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { judgeBy } from '../../sync/judge.ts';
import { compileRules } from '../../sync/rules.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { entraUser } from '../sync/entra-people.ts';
import { createTestDatabase, type TestDatabase } from '../set-up/test-database.ts';

/** A database of one's own, as the application sees it and as its owner does, whom no policy binds. */
export type Stage = {
  readonly db: Database;
  readonly database: TestDatabase;
  readonly asOwner: <Row = Record<string, unknown>>(sql: string, parameters?: unknown[]) => Promise<Row[]>;
  readonly tenant: (about?: { readonly status?: TenantStatus; readonly cleanUp?: CleanUp }) => Promise<TestTenant>;
  readonly close: () => Promise<void>;
};
type CleanUp = Partial<IntegrationSettings['cleanUp']>;

/** A tenant and what a run does with it, short of what the case is about. */
export type TestTenant = {
  readonly id: TenantId;
  readonly inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly open: (about?: Partial<RunToOpen>) => Promise<RunId>;
  /** Plans people by the run's settings and writes them as its next page; `last`, unless it is said otherwise. */
  readonly page: (
    runId: RunId,
    users: readonly EntraUser[],
    about?: { readonly last?: boolean; readonly complete?: boolean },
  ) => Promise<void>;
  /** People as they are planned by the run's settings, against what is stored of them. */
  readonly plan: (tx: Tx, runId: RunId, users: readonly EntraUser[]) => Promise<PlannedPeople>;
  readonly run: (runId: RunId) => Promise<RunRow>;
  readonly row: () => Promise<TenantRow>;
  readonly save: (cleanUp: CleanUp) => Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.appUrl, poolSize: 5 });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  return {
    db,
    database,
    async asOwner<Row>(sql: string, parameters: unknown[] = []) {
      return (await owner.query(sql, parameters)).rows as Row[]; // what a statement gives is known to who wrote it
    },
    async tenant({ status = 'active', cleanUp = {} } = {}) {
      const created = await db.acrossTenants((tx) =>
        createTenant(tx, { name: 'Contoso', entraTenantId: randomUUID() as EntraTenantId, status }),
      );
      if (created.kind === 'taken') throw new Error('A random directory id was taken.');
      const tenant = testTenant(db, created.tenant.id);
      await tenant.save(cleanUp);
      return tenant;
    },
    async close() {
      await Promise.all([owner.end(), db.close()]);
      await database.drop();
    },
  };
}

function testTenant(db: Database, id: TenantId): TestTenant {
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.inTransaction(id, work);
  async function plan(tx: Tx, runId: RunId, users: readonly EntraUser[]): Promise<PlannedPeople> {
    const work = await readRunWork(id, tx, runId);
    if (work === undefined) throw new Error('The run has ended.');
    const rules = compileRules(work.settings, work.fields);
    const known = { scopeOf: () => 'unknown' as const, mailboxes: new Map(), judge: judgeBy(rules, fingerprint) };
    return planStoredPage({ fingerprint }, { tenantId: id, tx, rules, users, ...known });
  }
  return {
    id,
    inTransaction,
    async open(about) {
      const opened = await inTransaction((tx) => openRun(id, tx, runToOpen(about)));
      if (opened.answer !== 'opened') throw new Error(`The run was not opened: ${opened.answer}.`);
      return opened.runId;
    },
    plan,
    page: (runId, users, { last = true, complete = true } = {}) =>
      inTransaction(async (tx) => {
        const run = await lockRun(id, tx, runId);
        if (run === undefined) throw new Error('The run has ended.');
        const cursor = (await readRunWork(id, tx, runId))?.cursor;
        const step = {
          cursor: last ? null : `next-${run.page + 1}`,
          fetchedBy: cursor ?? null,
          expected: null,
          complete,
        };
        await applyPeople(id, tx, runId, run.page, await plan(tx, runId, users), step);
      }),
    async run(runId) {
      const run = await inTransaction((tx) => readRun(id, tx, runId));
      if (run === undefined) throw new Error('There is no such run.');
      return run;
    },
    async row() {
      const row = await inTransaction((tx) => readTenant(id, tx));
      if (row === undefined) throw new Error('The tenant is gone.');
      return row;
    },
    save: (cleanUp) =>
      inTransaction(async (tx) => {
        const { version, settings } = await readIntegration(id, tx);
        await saveIntegration(id, tx, version, { ...settings, cleanUp: { ...settings.cleanUp, ...cleanUp } });
      }),
  };
}

export const NOW = new Date('2026-05-04T09:00:00.000Z');

export const runToOpen = (about: Partial<RunToOpen> = {}): RunToOpen => ({
  trigger: 'manual',
  full: false,
  requestIds: [],
  openedBy: randomUUID(),
  now: NOW,
  fingerprint,
  ...about,
});

/** Ids of a test are numbers, in the order of their numbers. */
export const oid = (n: number): EntraObjectId =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as EntraObjectId; // a GUID by its form

/** Person 7, whose address is person7@contoso.example. A case names only what it is about. */
export function person(n: number, { displayName = `Person ${n}`, ...about }: Partial<EntraUser> = {}): EntraUser {
  const address = `person${n}@contoso.example`;
  const rest = { userPrincipalName: address, mail: address, mailNickname: `person${n}`, ...about };
  return entraUser({ id: oid(n), displayName, ...rest, properties: { displayName, ...about.properties } });
}

export const persons = (from: number, to: number): EntraUser[] =>
  Array.from({ length: to - from + 1 }, (_, index) => person(from + index));

const fingerprint = (text: string): string => hash('sha1', text, 'hex').slice(0, 32);
