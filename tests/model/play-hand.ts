import { expect } from 'vitest';
import { keepEmployee } from '../../api/by-hand/keep-employee.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { setKindByHand } from '../../api/by-hand/set-kind-by-hand.ts';
import { giveValueBack as giveBack, setValueByHand } from '../../api/by-hand/set-value-by-hand.ts';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { assertNever } from '../../sync/assert-never.ts';
import type { EmployeeId, EntraObjectId } from '../../sync/ids.ts';
import type { PersonKind } from '../../sync/person-kind.ts';
import { checkCounted } from './check-run.ts';
import type { HandStep } from './history.ts';
import { shown, storedIn } from './ledger.ts';
import type { Observation } from './observe.ts';
import type { PlainEmployees } from './plain-employee.ts';
import { isMembershipUntold } from './plain-groups.ts';
import { erase, giveKind, giveValueBack, keep, setValue, type Decided, type Moment } from './plain-hands.ts';
import type { WatchedTenant } from './watched-tenant.ts';

/**
 * What a person decides, between runs or beside one: done as the API does it, and compared with the rules, by which
 * nothing else changes. Where Microsoft was asked and did not say what is, what is stored is taken over.
 */
export async function playHand(tenant: WatchedTenant, step: HandStep): Promise<void> {
  const { lane, going, admin, directory } = tenant;
  const before = going === undefined ? tenant.seen : await tenant.observe();
  const oid = step.do === 'erase' ? '' : directory.idOf(step.who);
  const asked = lane.emulator.requests.list().length;
  const isRefused = await act(tenant, step, oid, before);
  const after = await tenant.observe();

  const requests = lane.emulator.requests.list().slice(asked);
  const lags = requests.length > 0 && directory.entra.behaviour.replicationLagMs > 0;
  if (lags || requests.some(({ faults }) => faults.length > 0)) tenant.mayHaveMissed = true;
  else {
    const kinds = step.do === 'giveKind' ? withKind(before, oid, step.kind) : before.kinds;
    const { everybody } = directory;
    const at = lane.now().getTime();
    const kind = tenant.mailboxes.kindNow(oid, directory.now, admin.rules, requests);
    const rules = { ...admin.rules, kinds, mailboxes: new Map([[oid, kind]]) };
    const untold = isMembershipUntold(oid, rules, directory.now);
    const moment = { rules, everybody, untold, newestRun: before.newestRun, at };
    const expected = decide(storedIn(before), step, oid, moment);
    expect(isRefused, `whether ${step.do} is refused`).toBe(expected === 'refused');
    const [employees, given] = expected === 'refused' ? [storedIn(before), before.kinds] : [expected, kinds];
    expect(shown(storedIn(after)), `the employees after ${step.do}`).toEqual(shown(employees));
    expect(heldSince(storedIn(after)), 'since when addresses are held').toEqual(heldSince(employees));
    expect(after.kinds, 'kinds by hand').toEqual(given);
  }
  checkCounted(after);
  admin.noteByHand(after, oid);
  if (going === undefined) {
    const asking = { moments: [directory.now], rules: admin.rules, began: lane.now().getTime(), asked: requests };
    tenant.mailboxes.take(after.answers, asking);
    tenant.seen = after;
    tenant.ledger.takeOverByHand(before, after);
  } else {
    going.stretches.push({ before: going.from, after: before });
    going.from = after;
    going.kinds.push(after.kinds);
  }
}

/** Does it, and says whether it was refused. */
async function act(tenant: WatchedTenant, step: HandStep, oid: string, before: Observation): Promise<boolean> {
  const { tenantId, lane } = tenant;
  const person = { tenantId, entraObjectId: oid as EntraObjectId }; // as the emulator made it
  const employeeId = before.employees.get(oid)?.id as EmployeeId | undefined; // as it is stored
  try {
    if (step.do === 'giveKind') await setKindByHand(lane, person, step.kind ?? undefined);
    else if (step.do === 'erase') await eraseOverdue(tenant);
    else if (employeeId === undefined) return true;
    else if (step.do === 'setValue') await setValueByHand(lane, tenantId, employeeId, step.key, step.value);
    else if (step.do === 'giveValueBack') await giveBack(lane, tenantId, employeeId, step.key);
    else await keepEmployee(lane, tenantId, employeeId, step.wish);
    return false;
  } catch (err) {
    if (err instanceof ProblemError) return true;
    throw err;
  }
}

/** As the worker does it for a tenant that has no run which would. */
const eraseOverdue = ({ tenantId, lane: { db, now } }: WatchedTenant): Promise<unknown> =>
  db.inTransaction(tenantId, async (tx) => {
    await lockTenant(tenantId, tx);
    await eraseRemoved(tenantId, tx, now(), 1000);
  });

function decide(before: PlainEmployees, step: HandStep, oid: string, moment: Moment): Decided {
  switch (step.do) {
    case 'giveKind':
      return giveKind(before, oid, step.kind, moment);
    case 'setValue':
      return setValue(before, oid, step, moment);
    case 'giveValueBack':
      return giveValueBack(before, oid, step.key, moment);
    case 'keep':
      return keep(before, oid, step.wish, moment);
    case 'erase':
      return erase(before, moment);
    default:
      return assertNever(step);
  }
}

function withKind({ kinds }: Observation, oid: string, kind: PersonKind | null): Observation['kinds'] {
  const others = [...kinds].filter(([other]) => other !== oid);
  return new Map(kind === null ? others : [...others, [oid, kind]]);
}

const heldSince = (employees: PlainEmployees) => new Map([...employees].map(([oid, one]) => [oid, one.heldSince]));
