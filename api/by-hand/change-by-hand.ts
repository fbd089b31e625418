import { applyByHand, readForHand } from '../../db/change-by-hand.ts';
import type { Tx } from '../../db/database.ts';
import { decideByHand, type HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import { notFound, ProblemError } from '../problem-error.ts';

/** Does what a person wishes for one employee. Throws ProblemError where there is none, or nothing left of them. */
export async function changeByHand(tenantId: TenantId, tx: Tx, employeeId: EmployeeId, wish: HandWish): Promise<void> {
  const facts = await readForHand(tenantId, tx, employeeId);
  if (facts === undefined) throw notFound('employee');
  const decision = decideByHand(facts, wish);
  if (decision === 'erased') {
    throw new ProblemError('erased', 'Nothing is left of this employee that could be brought back.', {
      remedy:
        'Restore the person in Entra, or let the filters take them in: the next sync then creates the employee anew, with the same id.',
    });
  }
  await applyByHand(tenantId, tx, employeeId, decision);
}
