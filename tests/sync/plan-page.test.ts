import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../sync/compile-filter.ts';
import { EMPLOYEE_STATUSES, NEXT_STATUS, type EmployeeStatus } from '../../sync/employee-status.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluatePerson } from '../../sync/evaluate-person.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { judgeBy } from '../../sync/judge.ts';
import { leaves, planPage, type KnownEmployee, type PlannedPage } from '../../sync/plan-page.ts';
import { employeeId, entraUser, fingerprint, objectId, rulesWith, settingsWith } from './entra-people.ts';

const ada = entraUser();
const matching = evaluatePerson(ada, rulesWith(), fingerprint);
const STORED_JUST_SO = matching.kind === 'matches' ? matching.person.fingerprint : '';

const known = (
  status: EmployeeStatus,
  stored = STORED_JUST_SO,
  { pinned = false } = {},
): ReadonlyMap<EntraObjectId, KnownEmployee> =>
  new Map([[ada.id, { employeeId: employeeId('e-ada'), status, pinned, fingerprint: stored }]]);
const pinned = (stored = STORED_JUST_SO) => known('active', stored, { pinned: true });
const nobody: ReadonlyMap<EntraObjectId, KnownEmployee> = new Map();

const off = rulesWith({ cleanUp: { enabled: false } });
const on = rulesWith({ cleanUp: { enabled: true } });

/** What a page says of Ada, in one line. */
const toldOf = ({ changes, removals, unchanged }: PlannedPage): string => {
  const told = [...changes, ...removals].map(({ action, reason }) => `${action}: ${reason}`);
  if (unchanged > 0) told.push('unchanged');
  return told.join(', ') || 'nothing';
};

describe('what is planned for one person', () => {
  const match = {};
  const disabled = { accountEnabled: false };
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, ReadonlyMap<EntraObjectId, KnownEmployee>, string, string]>([
    // somebody                                                 of Entra        known as                   clean-up off         clean-up on
    ['new who matches is created',                              match,          nobody,                    'create: matches',   'create: matches'],
    ['new who does not match is nobody’s business',             disabled,       nobody,                    'nothing',           'nothing'],
    ['active and stored just so is left alone',                 match,          known('active'),           'unchanged',         'unchanged'],
    ['active and stored otherwise is updated',                  match,          known('active', 'old'),    'update: changed',   'update: changed'],
    ['active who no longer matches leaves',                     disabled,       known('active'),           'missing: disabled', 'remove: disabled'],
    ['active who lost the address leaves',                      { mail: null }, known('active'),           'missing: noEmail',  'remove: noEmail'],
    ['a duplicate and stored just so is left alone',            match,          known('duplicate'),        'unchanged',         'unchanged'],
    ['a duplicate and stored otherwise is updated',             match,          known('duplicate', 'old'), 'update: changed',   'update: changed'],
    ['a duplicate who no longer matches leaves',                disabled,       known('duplicate'),        'missing: disabled', 'remove: disabled'],
    ['missing who matches is restored, though nothing changed', match,          known('missing'),          'restore: back',     'restore: back'],
    ['missing who matches and changed is restored',             match,          known('missing', 'old'),   'restore: back',     'restore: back'],
    ['missing who does not match is removed by clean-up',       disabled,       known('missing'),          'nothing',           'remove: disabled'],
    ['removed who matches is restored',                         match,          known('removed'),          'restore: back',     'restore: back'],
    ['removed who does not match stays removed',                disabled,       known('removed'),          'nothing',           'nothing'],
    ['pinned who no longer matches stays',                      disabled,       pinned(),                  'nothing',           'nothing'],
    ['pinned who matches and changed is updated all the same',  match,          pinned('old'),             'update: changed',   'update: changed'],
  ])('%s', (_somebody, about, stored, whileOff, whileOn) => {
    expect(toldOf(planPage([entraUser(about)], stored, off, judgeBy(off, fingerprint)))).toBe(whileOff);
    expect(toldOf(planPage([entraUser(about)], stored, on, judgeBy(on, fingerprint)))).toBe(whileOn);
  });
});

test('an update and a restoration name the employee, with all that is wanted', () => {
  const person = matching.kind === 'matches' ? matching.person : undefined;
  const [update] = planPage([ada], known('active', 'old'), off, judgeBy(off, fingerprint)).changes;
  const [restore] = planPage([ada], known('removed'), off, judgeBy(off, fingerprint)).changes;
  expect(update).toEqual({ action: 'update', reason: 'changed', employeeId: 'e-ada', person });
  expect(restore).toEqual({ action: 'restore', reason: 'back', employeeId: 'e-ada', person });
});

test('a removal names employee and object id, and nothing else', () => {
  const { removals } = planPage([entraUser({ accountEnabled: false })], known('active'), on, judgeBy(on, fingerprint));
  expect(removals).toEqual([{ action: 'remove', reason: 'disabled', employeeId: 'e-ada', entraObjectId: 'ada' }]);
});

describe('the outcomes of a page', () => {
  test('say of everybody on it whether they match, why not, and where the address is', () => {
    const users = [
      ada,
      entraUser({ id: objectId('bob'), accountEnabled: false }),
      entraUser({ id: objectId('cleo'), mail: null }),
      entraUser({ id: objectId('dan'), proxyAddresses: ['SMTP:dan@a.example'] }),
    ];
    expect(planPage(users, nobody, off, judgeBy(off, fingerprint)).outcomes).toEqual([
      { entraObjectId: 'ada', outcome: 'matches', emailSource: 'mail' },
      { entraObjectId: 'bob', outcome: 'disabled', emailSource: 'mail' },
      { entraObjectId: 'cleo', outcome: 'noEmail', emailSource: undefined },
      { entraObjectId: 'dan', outcome: 'matches', emailSource: 'proxyAddresses' },
    ]);
  });

  test('hold a person who stands on it twice once, by the last appearance', () => {
    const page = planPage([ada, entraUser({ accountEnabled: false })], known('active'), on, judgeBy(on, fingerprint));
    expect(page.outcomes).toEqual([{ entraObjectId: 'ada', outcome: 'disabled', emailSource: 'mail' }]);
    expect(toldOf(page)).toBe('remove: disabled');
  });
});

test('somebody about whom the filters cannot tell is neither imported nor removed, and counted as unknown', () => {
  const rules = {
    ...on,
    filter: compileFilter(settingsWith({ filters: { odata: "city ne 'x'" } }).filters, new Set(['city'])),
  };
  const unknown = [{ entraObjectId: 'ada', outcome: 'unknown', emailSource: 'mail' }];
  for (const stored of [nobody, ...EMPLOYEE_STATUSES.map((status) => known(status))]) {
    expect(planPage([ada], stored, rules, judgeBy(rules, fingerprint))).toEqual({
      changes: [],
      removals: [],
      managers: [],
      outcomes: unknown,
      unchanged: 0,
    });
  }
});

test('an empty page plans nothing', () => {
  expect(planPage([], known('active'), on, judgeBy(on, fingerprint))).toEqual({
    changes: [],
    removals: [],
    managers: [],
    outcomes: [],
    unchanged: 0,
  });
});

test('somebody leaves by clean-up while present or missing, without clean-up while present only', () => {
  expect(EMPLOYEE_STATUSES.filter((status) => leaves(status, true))).toEqual(['active', 'duplicate', 'missing']);
  expect(EMPLOYEE_STATUSES.filter((status) => leaves(status, false))).toEqual(['active', 'duplicate']);
});

describe('whoever is listed, known and wanted', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'].map(objectId);
  const user = fc
    .record({
      id: fc.constantFrom(...NAMES),
      accountEnabled: fc.constantFrom(true, true, false),
      mail: fc.constantFrom('one@a.example', 'two@a.example', null),
      displayName: fc.constantFrom('Ada', 'Bob'),
    })
    .map(entraUser);
  const listing = fc.array(user, { maxLength: 8 });
  const stored = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...EMPLOYEE_STATUSES, 'pinned' as const)), {
      selector: ([id]) => id,
    })
    .map(
      (rows) =>
        new Map(
          rows.map(([id, stand]): [EntraObjectId, KnownEmployee] => {
            const status = stand === 'pinned' ? 'active' : stand;
            return [id, { employeeId: employeeId(`e-${id}`), status, pinned: stand === 'pinned', fingerprint: 'old' }];
          }),
        ),
    );
  const rules = fc.constantFrom(on, off);

  /** What is stored after a plan was applied whole: a plain second statement of what db/ does. */
  const applied = (
    page: PlannedPage,
    before: ReadonlyMap<EntraObjectId, KnownEmployee>,
  ): Map<EntraObjectId, KnownEmployee> => {
    const after = new Map(before);
    for (const change of page.changes) {
      const { entraObjectId, fingerprint: wanted } = change.person;
      const old = before.get(entraObjectId);
      const status = NEXT_STATUS[old?.status ?? 'removed'].back;
      const id = employeeId(`e-${entraObjectId}`);
      after.set(entraObjectId, { employeeId: id, status, pinned: old?.pinned ?? false, fingerprint: wanted });
    }
    for (const { action, entraObjectId } of page.removals) {
      const now = after.get(entraObjectId);
      if (now === undefined) throw new Error('Somebody was removed who is not known.');
      after.set(entraObjectId, {
        ...now,
        status: NEXT_STATUS[now.status][action === 'remove' ? 'goneCleaned' : 'goneKept'],
      });
    }
    return after;
  };

  test('a plan that was applied leaves nothing to plan', () => {
    fc.assert(
      fc.property(listing, stored, rules, (users, before, by) => {
        const again = planPage(
          users,
          applied(planPage(users, before, by, judgeBy(by, fingerprint)), before),
          by,
          judgeBy(by, fingerprint),
        );
        expect({ changes: again.changes, removals: again.removals }).toEqual({ changes: [], removals: [] });
      }),
    );
  });

  test('after a plan exactly those who match, or are pinned, are present, of those listed', () => {
    fc.assert(
      fc.property(listing, stored, rules, (users, before, by) => {
        const page = planPage(users, before, by, judgeBy(by, fingerprint));
        const after = applied(page, before);
        for (const { entraObjectId, outcome } of page.outcomes) {
          const present = ['active', 'duplicate'].includes(after.get(entraObjectId)?.status ?? 'nobody');
          expect(present).toBe(outcome === 'matches' || before.get(entraObjectId)?.pinned === true);
        }
      }),
    );
  });

  test('nobody is forgotten: each one listed has one outcome, and those who match one change or none needed', () => {
    fc.assert(
      fc.property(listing, stored, rules, (users, before, by) => {
        const { outcomes, changes, unchanged } = planPage(users, before, by, judgeBy(by, fingerprint));
        expect(outcomes.map((each) => each.entraObjectId).sort()).toEqual(
          [...new Set(users.map(({ id }) => id))].sort(),
        );
        expect(changes.length + unchanged).toBe(outcomes.filter(({ outcome }) => outcome === 'matches').length);
      }),
    );
  });

  test('nobody is touched who is not listed', () => {
    fc.assert(
      fc.property(listing, stored, rules, (users, before, by) => {
        const { changes, removals } = planPage(users, before, by, judgeBy(by, fingerprint));
        const touched = [
          ...changes.map(({ person }) => person.entraObjectId),
          ...removals.map((each) => each.entraObjectId),
        ];
        expect(touched.filter((id) => !users.some((each) => each.id === id))).toEqual([]);
      }),
    );
  });

  test('the order within a page does not matter', () => {
    const oncePerPerson = fc.uniqueArray(user, { selector: ({ id }) => id });
    const shuffled = oncePerPerson.chain((users) =>
      fc.tuple(fc.constant(users), fc.shuffledSubarray(users, { minLength: users.length })),
    );
    const sorted = (page: PlannedPage) => ({
      ...page,
      changes: page.changes.toSorted((a, b) => (a.person.entraObjectId < b.person.entraObjectId ? -1 : 1)),
      removals: page.removals.toSorted((a, b) => (a.entraObjectId < b.entraObjectId ? -1 : 1)),
      outcomes: page.outcomes.toSorted((a, b) => (a.entraObjectId < b.entraObjectId ? -1 : 1)),
    });
    fc.assert(
      fc.property(shuffled, stored, rules, ([users, others], before, by) => {
        expect(sorted(planPage(others, before, by, judgeBy(by, fingerprint)))).toEqual(
          sorted(planPage(users, before, by, judgeBy(by, fingerprint))),
        );
      }),
    );
  });
});

describe('who manages somebody', () => {
  const rules = rulesWith({}, [{ key: 'title', label: 'Title', source: 'manager/jobTitle' }]);
  const boss = entraUser({ id: objectId('boss') });
  const ada = entraUser({ manager: { kind: 'known', id: boss.id, user: boss } });
  const plan = (user: EntraUser, managerId: EntraObjectId | null, status: EmployeeStatus = 'active') => {
    const evaluation = evaluatePerson(
      entraUser({ manager: { kind: 'known', id: null, user: null } }),
      rules,
      fingerprint,
    );
    if (evaluation.kind !== 'matches') throw new Error('Ada matches.');
    const { fingerprint: stored } = evaluation.person;
    const one = { employeeId: employeeId('e'), status, pinned: false, fingerprint: stored, managerId };
    return planPage([user], new Map([[user.id, one]]), rules, judgeBy(rules, fingerprint));
  };

  test('is kept though nothing else changes, and is no change', () => {
    expect(plan(ada, null)).toMatchObject({
      unchanged: 1,
      changes: [],
      managers: [{ entraObjectId: ada.id, managerId: boss.id }],
    });
    expect(plan(ada, boss.id)).toMatchObject({ unchanged: 1, changes: [], managers: [] });
  });

  test('is kept of somebody who stays out as well', () => {
    const disabled = entraUser({ accountEnabled: false, manager: { kind: 'known', id: null, user: null } });
    expect(plan(disabled, boss.id, 'removed').managers).toEqual([{ entraObjectId: ada.id, managerId: null }]);
  });

  test('stays who it was where nobody can say', () => {
    const { changes, managers } = plan(entraUser({ mail: 'new@contoso.example' }), boss.id);
    expect(managers).toEqual([]);
    expect(changes).toMatchObject([{ action: 'update', person: { managerId: boss.id } }]);
  });

  test('is of no interest where no field shows it', () => {
    const { managers } = planPage([ada], known('active'), rulesWith(), judgeBy(rulesWith(), fingerprint));
    expect(managers).toEqual([]);
  });
});
