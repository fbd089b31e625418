import { path, type Api } from '../api.ts';
import { CliError } from '../cli-error.ts';
import { UUID } from '../find-tenant.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { Employee } from '../responses.schema.ts';
import { nameOf } from './name-of.ts';

/**
 * The id of an employee, removed ones too, who has this id, address or name, whatever the case. An id is taken at its
 * word, and the request that follows finds out. Throws CliError when nobody or several have it.
 */
export async function findEmployeeId(api: Api, tenantId: string, text: string): Promise<string> {
  if (UUID.test(text)) return text.toLowerCase();
  const found = await findAll(api, tenantId, text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  if (found.length > 1) {
    throw new CliError('usage', `${found.length} employees are called “${plainText(text)}”.`, {
      code: 'ambiguousName',
      remedy: 'Name the one you mean by the id:',
      lines: found.map(({ id, email, status }) => `${id}  ${plainText(email ?? '')} (${status})`),
    });
  }
  throw new CliError('notFound', `No employee has the address or name “${plainText(text)}”.`, {
    code: 'employeeNotFound',
    remedy: 'See `rollcall employees list`, with --status removed for those who left. Whoever is erased has neither.',
  });
}

/** The list leaves the removed ones out unless it is asked for them alone. */
async function findAll(api: Api, tenantId: string, text: string): Promise<readonly Employee[]> {
  const route = path`/api/tenants/${tenantId}/employees`;
  const found: Employee[] = [];
  for (const status of [undefined, 'removed']) {
    const { items } = await readItems(api, route, Employee, { query: text, status }, Infinity);
    found.push(...items.filter((each) => [each.email ?? '', nameOf(each.values)].some((own) => same(own, text))));
  }
  return found;
}

const same = (own: string, text: string): boolean => folded(own) === folded(text);
const folded = (text: string): string => text.normalize('NFC').trim().toLowerCase();
