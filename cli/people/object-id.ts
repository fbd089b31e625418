import { CliError } from '../cli-error.ts';
import { UUID } from '../find-tenant.ts';

/** The object id of a person, in the spelling of the API. Throws CliError for what is none. */
export function requireObjectId(person: string): string {
  if (UUID.test(person)) return person.toLowerCase();
  throw new CliError('usage', 'A person is named by the object id in Entra.', {
    code: 'noObjectId',
    remedy: 'Entra’s admin centre shows it with the user; of an employee, `rollcall employees list --json` does.',
  });
}
