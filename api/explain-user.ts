import type { Tx } from '../db/database.ts';
import { findEmployeeOfPerson, findHolder } from '../db/find-employee-of-person.ts';
import { readEmployee } from '../db/read-employee.ts';
import { lastWholeRun, readLastOutcome, type LastOutcome } from '../db/read-last-outcome.ts';
import type { Directory, Named } from '../entra/directory.ts';
import { addressFrom } from '../sync/choose-email.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import { hasScope, type InScope } from '../sync/evaluate-filter.ts';
import { explainPerson, type Explanation } from '../sync/explain-person.ts';
import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { EmailSource } from '../sync/integration-settings.schema.ts';
import type { Holder, KnownPerson, PersonFacts } from '../sync/person-facts.ts';
import { NOTHING_KNOWN, type PersonKind } from '../sync/person-kind.ts';
import type { Rules } from '../sync/rules.ts';
import type { ApiDeps } from './api-deps.ts';
import { CHECKS_WITHIN_MS } from './checks/check-directory.ts';
import { kindsWithoutKeeping } from './checks/kinds-without-keeping.ts';
import { newestRules } from './settings/newest-rules.ts';
import { directoryProblem } from './refuse-directory.ts';
import { findTenant, requireDirectory } from './require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

/** What the runs so far made of somebody. */
export type SoFar = {
  readonly employee: KnownPerson | undefined;
  readonly lastOutcome: LastOutcome | undefined;
  /** The newest run that has read everybody, whether it met this person or not. */
  readonly lastRun: RunId | undefined;
};

/** Why somebody is, or is not, an employee; or that a text stands for nobody, or for several. */
export type ExplainedUser =
  | { readonly found: 'none' }
  | ({ readonly found: 'deleted'; readonly person: Named } & SoFar)
  | { readonly found: 'several'; readonly people: readonly Named[]; readonly more: boolean }
  | ({
      readonly found: 'one';
      readonly user: EntraUser;
      readonly explanation: Explanation;
      /** Said by a person, and so not left to Entra. */
      readonly kindByHand: PersonKind | undefined;
    } & SoFar);

/**
 * Looks somebody up live, by the saved rules, and explains them. Nothing of it is stored; never log it. Asks the directory
 * further only for membership and, where it may, for the mailbox. Throws ProblemError: not linked, or as directoryProblem says.
 */
export async function explainUser(
  { db, directoryOf, now }: Deps,
  tenantId: TenantId,
  text: string,
  asked: AbortSignal,
): Promise<ExplainedUser> {
  const { directoryId, rules } = await db.inTransaction(tenantId, async (tx) => ({
    directoryId: requireDirectory(await findTenant(tenantId, tx)),
    rules: await newestRules(tenantId, tx),
  }));
  const directory = directoryOf(directoryId);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(CHECKS_WITHIN_MS)]);
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.inTransaction(tenantId, work);
  try {
    const found = await directory.lookUpUser(text, rules.select, signal);
    switch (found.kind) {
      case 'none':
        return { found: 'none' };
      case 'several':
        return { found: 'several', people: found.people, more: found.more };
      case 'deleted':
        return {
          found: 'deleted',
          person: found.person,
          ...(await inTransaction((tx) => soFarOf(tenantId, tx, found.person.id))),
        };
      case 'one': {
        const { user } = found;
        const inScope = await scopeOf(user.id, rules, directory, signal);
        const kindsOf = kindsWithoutKeeping({ db, now }, { tenantId, directory, rules });
        const knownKind = (await kindsOf([user], signal)).get(user.id) ?? NOTHING_KNOWN;
        return await inTransaction(async (tx) => {
          const soFar = await soFarOf(tenantId, tx, user.id);
          const holders = await holdersOf(tenantId, tx, user);
          const holderOf: PersonFacts['holderOf'] = (address) => holders.get(address.toLowerCase());
          const { employee } = soFar;
          const explanation = explainPerson({ user, rules, inScope, knownKind, employee, holderOf });
          return { found: 'one', user, explanation, kindByHand: knownKind.byHand, ...soFar } as const;
        });
      }
    }
  } catch (err) {
    throw directoryProblem(err);
  }
}

async function scopeOf(
  id: EntraObjectId,
  { filter }: Rules,
  directory: Directory,
  signal: AbortSignal,
): Promise<InScope> {
  if (!hasScope(filter)) return 'unknown';
  return (await directory.proveMemberships([id], filter.groups ?? [], signal)).get(id) ?? 'unknown';
}

async function soFarOf(tenantId: TenantId, tx: Tx, person: EntraObjectId): Promise<SoFar> {
  const employeeId = await findEmployeeOfPerson(tenantId, tx, person);
  const stored = employeeId && (await readEmployee(tenantId, tx, employeeId));
  return {
    employee: stored && {
      employeeId: stored.employee.id,
      status: stored.employee.status,
      pinned: stored.employee.pinned,
      kept: { values: stored.employee.values, byHand: stored.employee.valuesByHand },
      lastChange: stored.history[0],
    },
    lastOutcome: await readLastOutcome(tenantId, tx, person),
    lastRun: await lastWholeRun(tenantId, tx),
  };
}

/** Who holds each address that the person could have, by its small letters. */
async function holdersOf(tenantId: TenantId, tx: Tx, user: EntraUser): Promise<ReadonlyMap<string, Holder>> {
  const addresses = new Set(EmailSource.options.flatMap((source) => addressFrom(user, source)?.toLowerCase() ?? []));
  const holders = new Map<string, Holder>();
  for (const address of addresses) {
    const holder = await findHolder(tenantId, tx, address, user.id);
    if (holder !== undefined) holders.set(address, holder);
  }
  return holders;
}
