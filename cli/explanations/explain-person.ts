import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { plainText } from '../plain-text.ts';
import { Explanation } from '../responses.schema.ts';

/** Shows why somebody is, or is not, an employee; whom to choose from when several fit. */
export async function explainPerson({ api, output }: Context, tenant: string, user: string): Promise<Ending> {
  const tenantId = await findTenantId(api, tenant);
  const explanation = await api.send('POST', path`/api/tenants/${tenantId}/explanations`, Explanation, { user });
  output.result(explanation, () => explanationText(explanation));
  return explanation.found === 'none' ? 'notFound' : 'ok';
}

const MARKS: Readonly<Record<string, string>> = { true: 'yes', false: 'NO', unknown: '?' };

function explanationText({ person, candidates, outcome, steps }: Explanation): string {
  const head = person === null ? [] : [`${plainText(person.name ?? '')}  ${person.entraObjectId}`.trim()];
  const shown = steps.map(({ passed, text, employeeId }) => {
    const mark = (MARKS[passed ?? ''] ?? '').padEnd(4);
    return `  ${mark}${plainText(text)}${employeeId ? ` Employee: ${employeeId}.` : ''}`;
  });
  const choice = candidates.map(({ entraObjectId, name }) => `  ${entraObjectId}  ${plainText(name ?? '')}`);
  return [...head, ...shown, plainText(outcome.text), ...(outcome.remedy ? [outcome.remedy] : []), ...choice].join(
    '\n',
  );
}
