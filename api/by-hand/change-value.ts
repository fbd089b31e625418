import type { Tx } from '../../db/database.ts';
import { applyValueByHand, readValuesForHand } from '../../db/value-by-hand.ts';
import { decideValueByHand, type ValueWish } from '../../sync/decide-value-by-hand.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import { notFound, ProblemError } from '../problem-error.ts';

/** Does what a person wishes for one field of an employee. Throws ProblemError where there is none, or nothing left of them. */
export async function changeValue(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
  key: string,
  wish: ValueWish,
): Promise<void> {
  const facts = await readValuesForHand(tenantId, tx, employeeId);
  if (facts === undefined) throw notFound('employee');
  const decision = decideValueByHand(facts, key, wish);
  switch (decision.kind) {
    case 'unchanged':
      return;
    case 'erased':
      throw new ProblemError('erased', 'Nothing is left of this employee that could have a value.', {
        remedy:
          'Restore the person in Entra, or let the filters take them in: the next sync creates the employee anew.',
      });
    case 'change':
      return applyValueByHand(tenantId, tx, employeeId, facts, decision);
  }
}
