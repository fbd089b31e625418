import { randomUUID, randomUUIDv7 } from 'node:crypto';
import pg from 'pg';
import { actionCode, reasonCode } from '../../db/codes.ts';
import { fingerprint } from '../../db/fingerprint.ts';
import { parseUser } from '../../entra/parse-user.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { judgeBy } from '../../sync/judge.ts';
import { type PlannedPage, planPage } from '../../sync/plan-page.ts';
import type { System } from '../system.ts';
import { copyRows, copyText } from './copy-rows.ts';
import { fetchPages, readWhole, USUAL_RULES, type GraphUser } from './fetch-pages.ts';
import type { Floor } from './run-floor.ts';

const EMPLOYEES = `copy employees (id, tenant_id, entra_object_id, email, email_key, sort_name, kind, kind_evidence, values,
  hash, held_since, created_in) from stdin`;
const CHANGES = `copy run_changes (tenant_id, run_id, seq, entra_object_id, employee_id, action, reason) from stdin`;

/**
 * The least that a first sync into Rollcall's own tables can be: the floor's pages, judged by the usual rules and written by COPY,
 * people and their history, in one process, as a superuser whom row-level security lets COPY. A page is judged while the one before is written, whose commit
 * does not wait for the disk. No run, no workflow, no search, no lock, no way to go on after a kill.
 */
export async function runOurTables(
  { postgres, emulator }: Pick<System, 'postgres' | 'emulator'>,
  entraTenantId: string,
): Promise<Floor> {
  const database = new URL(postgres.superuserUrl);
  database.pathname = new URL(postgres.ownerUrl).pathname;
  const client = new pg.Client({ connectionString: database.href });
  await client.connect();
  const tenantId = randomUUID();
  const judge = judgeBy(USUAL_RULES, fingerprint);
  try {
    const start = performance.now();
    let people = 0;
    let writing = Promise.resolve();
    for await (const items of fetchPages(emulator, entraTenantId, readWhole)) {
      const { changes } = planPage(usersOf(items), new Map(), USUAL_RULES, judge);
      const lines = linesOf(tenantId, people, changes);
      people += items.length;
      await writing;
      writing = write(client, lines);
      writing.catch(() => undefined); // awaited in the next round
    }
    await writing;
    return { people, ms: performance.now() - start };
  } finally {
    await client.end();
  }
}

const usersOf = (items: readonly GraphUser[]): readonly EntraUser[] =>
  items.flatMap((item) => {
    const parsed = parseUser(item, USUAL_RULES.select);
    return parsed?.kind === 'user' ? [parsed.user] : [];
  });

type Lines = { readonly employees: string; readonly changes: string };

function linesOf(tenantId: string, before: number, changes: PlannedPage['changes']): Lines {
  const lines = { employees: '', changes: '' };
  for (const [index, { action, reason, person }] of changes.entries()) {
    const id = randomUUIDv7();
    const { entraObjectId, email, sortName, kind, kindEvidence, values } = person;
    lines.employees += lineOf(
      ...[id, tenantId, entraObjectId, email, email.toLowerCase(), sortName, kind, JSON.stringify(kindEvidence)],
      ...[JSON.stringify(values), `\\x${person.fingerprint}`, '1', '1'],
    );
    const codes = [String(actionCode(action)), String(reasonCode(reason))];
    lines.changes += lineOf(tenantId, '1', String(before + index + 1), entraObjectId, id, ...codes);
  }
  return lines;
}

const lineOf = (...columns: readonly string[]): string => `${columns.map(copyText).join('\t')}\n`;

async function write(client: pg.Client, { employees, changes }: Lines): Promise<void> {
  await client.query('begin; set local synchronous_commit = off');
  await copyRows(client, EMPLOYEES, employees);
  await copyRows(client, CHANGES, changes);
  await client.query('commit');
}
