import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { compileRules } from '../../sync/rules.ts';
import type { System } from '../system.ts';

export type GraphUser = Readonly<Record<string, unknown>>;
export type Page<User> = { readonly value: readonly User[]; readonly '@odata.nextLink'?: string };

/** A new tenant's rules. */
export const USUAL_RULES = compileRules(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS);

/**
 * The pages that a first full run reads, the most people on each and only what a tenant's usual settings need, by one
 * connection that is kept alive. The next page is fetched while one is used.
 */
export async function* fetchPages<User>(
  { graphEndpoint, caFile, token }: System['emulator'],
  entraTenantId: string,
  read: (text: string) => Page<User>,
): AsyncGenerator<readonly User[], void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: readFileSync(caFile) });
  const headers = { authorization: `Bearer ${await token(entraTenantId)}` };
  const first = `${graphEndpoint}/v1.0/users?$top=999&$select=${USUAL_RULES.select.join(',')}`;
  try {
    let coming: Promise<string> | undefined = fetchText(first, agent, headers);
    while (coming !== undefined) {
      const page: Page<User> = read(await coming);
      const next = page['@odata.nextLink'];
      coming = next === undefined ? undefined : fetchText(next, agent, headers);
      coming?.catch(() => undefined); // awaited in the next round
      yield page.value;
    }
  } finally {
    agent.destroy();
  }
}

/** The emulator's own answer. */
export const readWhole = (text: string): Page<GraphUser> => JSON.parse(text) as Page<GraphUser>;

const NEXT_LINK = /"@odata\.nextLink":"([^"]+)"/;
const IDS = /"id":"/g;

/** Only what following the pages needs, so that the client is no part of the emulator's speed. */
export function skim(text: string): Page<null> {
  const next = NEXT_LINK.exec(text)?.[1];
  const value = Array.from(text.match(IDS) ?? [], () => null);
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
