import type * as z from 'zod';
import type { Tx } from '../db/database.ts';
import { findEmployeeOfPerson, findHolder } from '../db/find-employee-of-person.ts';
import { readEmployee } from '../db/read-employee.ts';
import type { Directory, LookUp } from '../entra/directory.ts';
import { chooseEmail } from '../sync/choose-email.ts';
import { describeOutcome, describeStep } from '../sync/describe-explanation.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import { hasScope, type InScope } from '../sync/evaluate-filter.ts';
import { explainPerson, type KnownPerson, type PersonFacts } from '../sync/explain-person.ts';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import { NOTHING_KNOWN } from '../sync/person-kind.ts';
import type { Rules } from '../sync/rules.ts';
import type { KindsOf } from './measure-listing.ts';
import type { Explanation } from './schemas/explanation.schema.ts';

type Explained = z.infer<typeof Explanation>;
type InTransaction = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

/** Explains whom a look-up found, or says that it was not one person. Asks the directory only for membership and, where it may, for the mailbox. */
export async function explainFound(
  found: LookUp,
  about: {
    readonly tenantId: TenantId;
    readonly rules: Rules;
    readonly directory: Directory;
    readonly inTransaction: InTransaction;
    readonly kindsOf: KindsOf;
  },
  signal: AbortSignal,
): Promise<Explained> {
  switch (found.kind) {
    case 'none':
      return nobody('none', 'notFound', 'Nobody in Entra has this object id, address or name.', NOT_FOUND_REMEDY);
    case 'deleted':
      return {
        ...nobody('deleted', 'notFound', 'Was deleted in Entra within the last 30 days.', DELETED_REMEDY),
        person: { entraObjectId: found.id, name: null },
      };
    case 'several':
      return {
        ...nobody('several', 'ambiguous', `${found.more ? 'More than ' : ''}${found.users.length} people fit.`, CHOOSE),
        candidates: found.users.map(personOf),
      };
    case 'one': {
      const { user } = found;
      const inScope = await scopeOf(user.id, about.rules, about.directory, signal);
      const knownKind = (await about.kindsOf([user], signal)).get(user.id) ?? NOTHING_KNOWN;
      const facts = await about.inTransaction((tx) =>
        factsOf(about.tenantId, tx, { user, rules: about.rules, inScope, knownKind }),
      );
      const { steps, outcome } = explainPerson(facts);
      return {
        found: 'one',
        person: personOf(user),
        candidates: [],
        outcome: {
          kind: outcome.kind,
          reason: outcome.kind === 'notImported' ? outcome.reason : null,
          ...describeOutcome(outcome),
        },
        steps: steps.map((step) => ({ ...describeStep(step), reason: step.step === 'clause' ? step.reason : null })),
      };
    }
  }
}

const NOT_FOUND_REMEDY =
  'Look for the person in the Entra admin center. A new person can take minutes to be found by name.';
const DELETED_REMEDY = 'Restore the person in Entra: the employee then comes back with the same id.';
const CHOOSE = 'Ask again with the object id of the one you mean.';

const nobody = (
  found: Explained['found'],
  kind: Explained['outcome']['kind'],
  text: string,
  remedy: string,
): Explained => ({ found, person: null, candidates: [], outcome: { kind, reason: null, text, remedy }, steps: [] });

const personOf = ({ id, displayName }: EntraUser) => ({ entraObjectId: id, name: displayName });

async function scopeOf(
  id: EntraObjectId,
  { filter }: Rules,
  directory: Directory,
  signal: AbortSignal,
): Promise<InScope> {
  if (!hasScope(filter)) return 'unknown';
  return (await directory.proveMemberships([id], filter.groups ?? [], signal)).get(id) ?? 'unknown';
}

async function factsOf(
  tenantId: TenantId,
  tx: Tx,
  person: Pick<PersonFacts, 'user' | 'rules' | 'inScope' | 'knownKind'>,
): Promise<PersonFacts> {
  const { user, rules } = person;
  const employeeId = await findEmployeeOfPerson(tenantId, tx, user.id);
  const stored = employeeId && (await readEmployee(tenantId, tx, employeeId));
  const employee: KnownPerson | undefined = stored && {
    employeeId: stored.employee.id,
    status: stored.employee.status,
    pinned: stored.employee.pinned,
    kept: { values: stored.employee.values, byHand: stored.employee.valuesByHand },
    lastChange: stored.history[0],
  };
  const email = chooseEmail(user, rules.emailSources);
  const heldBy = email && (await findHolder(tenantId, tx, email.address, user.id));
  return { ...person, employee, holderOf: () => heldBy };
}
