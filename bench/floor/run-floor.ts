import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import pg from 'pg';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { compileRules } from '../../sync/rules.ts';
import type { System } from '../system.ts';
import { copyRows, copyText } from './copy-rows.ts';

type GraphUser = Readonly<Record<string, unknown>>;
type Page = { readonly value: readonly GraphUser[]; readonly '@odata.nextLink'?: string };

/** The pages that a first full run reads: the most people on each, and only what a tenant's usual settings need. */
const firstPage = (graphEndpoint: string): string => {
  const { select } = compileRules(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS);
  return `${graphEndpoint}/v1.0/users?$top=999&$select=${select.join(',')}`;
};

const TABLE = `create table floor (entra_object_id uuid primary key, email text, sort_name text, values jsonb)`;
const COPY = 'copy floor (entra_object_id, email, sort_name, values) from stdin';

export type Floor = { readonly people: number; readonly ms: number };

/**
 * The least that a first sync can be: the same pages by one connection that is kept alive, each page's rows written by
 * COPY, and committed, while the next one is fetched. No rule, no reason, no second index, no run, no workflow.
 *
 * @param write without: the pages are fetched and thrown away, which is the emulator's own top speed
 */
export async function runFloor(
  { postgres, emulator }: Pick<System, 'postgres' | 'emulator'>,
  entraTenantId: string,
  write: boolean = true,
): Promise<Floor> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: readFileSync(emulator.caFile) });
  const headers = { authorization: `Bearer ${await emulator.token(entraTenantId)}` };
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  try {
    await client.query('drop table if exists floor');
    await client.query(TABLE);
    const start = performance.now();
    let people = 0;
    let coming: Promise<string> | undefined = fetchText(firstPage(emulator.graphEndpoint), agent, headers);
    while (coming !== undefined) {
      const text: string = await coming;
      const page = write ? (JSON.parse(text) as Page) : skimmed(text); // the emulator's own answer
      const next = page['@odata.nextLink'];
      coming = next === undefined ? undefined : fetchText(next, agent, headers);
      coming?.catch(() => undefined); // awaited in the next round
      people += page.value.length;
      if (write) await copyRows(client, COPY, page.value.map(lineOf).join(''));
    }
    return { people, ms: performance.now() - start };
  } finally {
    agent.destroy();
    await client.query('drop table if exists floor').catch(() => undefined);
    await client.end();
  }
}

const NEXT_LINK = /"@odata\.nextLink":"([^"]+)"/;
const IDS = /"id":"/g;

/** Only what following the pages needs, so that the client is no part of the emulator's speed. */
function skimmed(text: string): Page {
  const next = NEXT_LINK.exec(text)?.[1];
  const value = Array.from(text.match(IDS) ?? [], () => ({}));
  return { value, ...(next !== undefined && { '@odata.nextLink': next }) };
}

function fetchText(url: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The emulator answered a page with ${response.statusCode}.`));
      });
    }).once('error', reject);
  });
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
