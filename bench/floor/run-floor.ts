import pg from 'pg';
import type { System } from '../system.ts';
import { copyRows, copyText } from './copy-rows.ts';
import { fetchPages, readWhole, skim, type GraphUser } from './fetch-pages.ts';

const TABLE = `create table floor (entra_object_id uuid primary key, email text, sort_name text, values jsonb)`;
const COPY = 'copy floor (entra_object_id, email, sort_name, values) from stdin';

export type Floor = { readonly people: number; readonly ms: number };

/** The pages are fetched and thrown away: the emulator's own top speed. */
export async function runTop({ emulator }: Pick<System, 'emulator'>, entraTenantId: string): Promise<Floor> {
  const start = performance.now();
  let people = 0;
  for await (const users of fetchPages(emulator, entraTenantId, skim)) people += users.length;
  return { people, ms: performance.now() - start };
}

/**
 * The least that a first sync can be: the same pages by one connection that is kept alive, each page's rows written by
 * COPY, and committed, while the next one is fetched. No rule, no reason, no second index, no run, no workflow.
 */
export async function runFloor(
  { postgres, emulator }: Pick<System, 'postgres' | 'emulator'>,
  entraTenantId: string,
): Promise<Floor> {
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  try {
    await client.query('drop table if exists floor');
    await client.query(TABLE);
    const start = performance.now();
    let people = 0;
    for await (const users of fetchPages(emulator, entraTenantId, readWhole)) {
      people += users.length;
      await copyRows(client, COPY, users.map(lineOf).join(''));
    }
    return { people, ms: performance.now() - start };
  } finally {
    await client.query('drop table if exists floor').catch(() => undefined);
    await client.end();
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const firstOf = (value: unknown): string | null => (Array.isArray(value) ? textOf(value[0]) : null);

/** The usual fields, taken as they are. */
function lineOf(user: GraphUser): string {
  const values = {
    firstName: user['givenName'],
    lastName: user['surname'],
    displayName: user['displayName'],
    email: user['mail'],
    phone: firstOf(user['businessPhones']),
    jobTitle: user['jobTitle'],
    department: user['department'],
    mobile: user['mobilePhone'],
    fax: user['faxNumber'],
    company: user['companyName'],
    street: user['streetAddress'],
    city: user['city'],
    state: user['state'],
    zip: user['postalCode'],
    country: user['country'],
  };
  const columns = [textOf(user['id']), textOf(user['mail']), textOf(user['displayName']), JSON.stringify(values)];
  return `${columns.map(copyText).join('\t')}\n`;
}
