import { path, type Api } from '../api.ts';
import { CliError } from '../cli-error.ts';
import { findTenantId } from '../find-tenant.ts';

/** A run, by its tenant and its number within it. */
export type RunReference = {
  readonly tenantId: string;
  readonly number: string;
  /** As the operator named it, to be used again in a command. */
  readonly label: string;
};

const WORKFLOW_ID = /^sync-run\/([0-9a-f-]{36})\/([1-9]\d{0,17})$/i;
const NUMBERED = /^(.+)\/([1-9]\d{0,17})$/s;

/** Reads `<tenant>/<number>`, where the tenant is an id or a name, or a workflow id `sync-run/<tenant id>/<number>`. */
export async function findRun(api: Api, text: string): Promise<RunReference> {
  const [, tenant, number] = WORKFLOW_ID.exec(text) ?? NUMBERED.exec(text) ?? [];
  if (tenant === undefined || number === undefined) {
    throw new CliError('usage', `“${text}” names no run.`, {
      code: 'wrongRun',
      remedy: 'Write <tenant>/<number>, such as "Contoso/12", or a workflow id sync-run/<tenant id>/<number>.',
    });
  }
  return { tenantId: await findTenantId(api, tenant), number, label: `${tenant}/${number}` };
}

/** Where the API keeps a run. */
export const runPath = ({ tenantId, number }: RunReference): string => path`/api/tenants/${tenantId}/runs/${number}`;
