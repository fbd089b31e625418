import { closeRun, type RunEnd } from '../../db/close-run.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EntraObjectId, RunId } from '../../sync/ids.ts';
import { reasonCode } from '../../db/codes.ts';
import { oid, person, type Stage, type TestTenant } from '../db/stage.ts';

/** A company as pages show it: people with values, a month of runs, a clean-up that waits. */

const FIRST = ['Adele', 'Bo', 'Çağla', 'Dmitri', 'Elif', 'Femi', 'Grace', 'Hiro', 'Inés', 'Jonas', 'Kaja', 'Lê'];
const LAST = ['Vance', 'Okafor', 'Müller', 'Rossi', 'Nakamura', 'Åberg', 'Silva', 'Novák', 'Haddad', 'Smith'];
const TITLES = ['Engineer', 'Account Manager', 'Analyst', 'Designer', 'Team Lead'];
const DEPARTMENTS = ['Sales', 'Engineering', 'Finance', 'People & Culture'];
const CITIES = ['Oslo', 'Lisboa', 'Wien', 'Kraków'];
const of = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** Person n of the company; a case names only what it is about. */
export function member(n: number, about: Partial<EntraUser> = {}): EntraUser {
  const [givenName, surname] = [of(FIRST, n), of(LAST, Math.floor(n / FIRST.length) + n)];
  const properties = {
    givenName,
    surname,
    businessPhones: [`+47 22 00 ${String(1000 + n)}`],
    jobTitle: of(TITLES, n),
    department: of(DEPARTMENTS, n),
    companyName: 'Contoso Ltd',
    city: of(CITIES, n),
    country: 'Norway',
    ...about.properties,
  };
  return person(n, { displayName: `${givenName} ${surname}`, ...about, properties });
}

export const members = (from: number, to: number): EntraUser[] =>
  Array.from({ length: to - from + 1 }, (_, index) => member(from + index));

/** Names that do harm where they are not taken for text. */
export const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\u202Egro.evil\u2066'] as const;

export const end = (tenant: TestTenant, runId: RunId, ending: RunEnd): Promise<void> =>
  tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, ending));

/** A whole run that read these people well. */
export async function sync(tenant: TestTenant, people: readonly EntraUser[], now = new Date()): Promise<RunId> {
  const runId = await tenant.open({ trigger: 'schedule', now });
  await tenant.page(runId, people);
  await end(tenant, runId, { outcome: 'succeeded', now });
  return runId;
}

/** A run whose clean-up waits for a decision: whom it read, and who would leave for which reason. */
export async function hold(
  stage: Pick<Stage, 'asOwner'>,
  tenant: TestTenant,
  people: readonly EntraUser[],
  leaving: readonly (readonly [EntraObjectId, Parameters<typeof reasonCode>[0]])[],
): Promise<RunId> {
  const runId = await tenant.open({ trigger: 'schedule', now: new Date() });
  await tenant.page(runId, people);
  for (const [id, reason] of leaving) {
    await stage.asOwner(
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
       select $1, $2, entra_object_id, id, $4, 1 from employees where tenant_id = $1 and entra_object_id = $3`,
      [tenant.id, runId, id, reasonCode(reason)],
    );
  }
  await end(tenant, runId, { outcome: 'held', now: new Date() });
  return runId;
}

/** Runs of the last 28 days, one in eight hours, before all that the tenant does itself. */
export async function pastRuns(stage: Pick<Stage, 'asOwner'>, { id }: TestTenant): Promise<void> {
  await stage.asOwner(
    `insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, opened_by, settings_version, fields_version,
       started_at, finished_at, read, created, updated, removed, employees, not_imported, error_code)
     select $1, n, case n % 3 when 0 then 'full' else 'incremental' end,
       case n % 3 when 0 then 'dayOver' else 'changesOnly' end, 'schedule',
       case when n = 80 then 'failed' else 'succeeded' end, 'past-' || n, 1, 1,
       now() - (85 - n) * interval '8 hours', now() - (85 - n) * interval '8 hours' + interval '9 seconds',
       case n % 3 when 0 then 160 else n % 7 end, n * 7 % 5, case when n = 80 then 0 else n * 11 % 13 end,
       case when n = 80 then 0 else n * 5 % 3 end, 60 + n - (n * 13 % 9), '{}',
       case when n = 80 then 'graphUnavailable' end
     from generate_series(1, 84) n`,
    [id],
  );
  await stage.asOwner('update tenants set last_run = 84 where id = $1', [id]);
}

export { oid };
