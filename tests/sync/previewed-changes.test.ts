import { describe, expect, test } from 'vitest';
import type { EmployeeId } from '../../sync/ids.ts';
import { previewedChanges } from '../../sync/previewed-changes.ts';
import type { WantedEmployee } from '../../sync/planned-change.ts';
import { oid } from '../db/stage.ts';

const employeeId = 'an employee' as EmployeeId; // stands for its UUID
const person: WantedEmployee = {
  entraObjectId: oid(1),
  email: 'Ada@contoso.example',
  sortName: 'Ada',
  kind: 'person',
  kindEvidence: { evidence: 'nothingElseFits' },
  values: { jobTitle: 'Countess' },
  managerId: null,
  fingerprint: 'f',
};
const differing = { before: { jobTitle: 'Analyst' }, after: { jobTitle: 'Countess' } };

describe('what a preview shows of a plan', () => {
  test('is all that somebody new would have', () => {
    const change = { action: 'create', reason: 'matches', person, before: null, after: null } as const;
    expect(previewedChanges({ changes: [change], removals: [] })).toEqual([
      {
        ...{ entraObjectId: oid(1), employeeId: null, action: 'create', reason: 'matches' },
        ...{ sortName: 'Ada', email: 'Ada@contoso.example', before: null, after: { jobTitle: 'Countess' } },
      },
    ]);
  });

  test.each([{ action: 'update', reason: 'changed' } as const, { action: 'restore', reason: 'back' } as const])(
    'is what differs of whoever is there: $action',
    (about) => {
      const shown = previewedChanges({ changes: [{ ...about, employeeId, person, ...differing }], removals: [] });
      expect(shown).toMatchObject([{ ...about, employeeId, ...differing }]);
    },
  );

  test.each(['remove', 'missing'] as const)(
    'is ids and the reason, and nothing else, of whoever would go: %s',
    (action) => {
      const removal = { action, reason: 'disabled', employeeId, entraObjectId: oid(1) } as const;
      expect(previewedChanges({ changes: [], removals: [removal] })).toEqual([
        { ...removal, sortName: '', email: '', before: null, after: null },
      ]);
    },
  );
});
