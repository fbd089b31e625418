import { describe, expect, test } from 'vitest';
import { evaluatePerson } from '../../sync/evaluate-person.ts';
import { DEFAULT_FIELDS, type Field, type FieldPolicy } from '../../sync/field.schema.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { keepValues, type KeptValues } from '../../sync/keep-values.ts';
import { compileFields } from '../../sync/map-fields.ts';
import { judgeBy } from '../../sync/judge.ts';
import { planPage } from '../../sync/plan-page.ts';
import { compileRules } from '../../sync/rules.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { entraUser } from './entra-people.ts';

const fieldsWith = (policy: FieldPolicy) =>
  compileFields([{ key: 'title', label: 'Title', source: 'jobTitle', policy }]);
const stored = (title: string | null | undefined, byHand: string | null | undefined): KeptValues => ({
  values: title === undefined ? {} : { title },
  byHand: byHand === undefined ? {} : { title: byHand },
});

describe('the value that a field is to have', () => {
  // prettier-ignore
  test.each<[FieldPolicy, string | null, string | null | undefined, string | null | undefined, string | null]>([
    // policy        Entra   stored     by hand    value
    ['always',      'Pilot', 'Smith',   undefined, 'Pilot'],
    ['always',      null,    'Smith',   undefined, null],
    ['always',      'Pilot', undefined, undefined, 'Pilot'],
    ['always',      'Pilot', 'Queen',   'Queen',   'Queen'],
    ['always',      'Pilot', null,      null,      null],
    ['always',      'Pilot', undefined, 'Queen',   'Queen'],
    ['onlyWhenNew', 'Pilot', 'Smith',   undefined, 'Smith'],
    ['onlyWhenNew', null,    'Smith',   undefined, 'Smith'],
    ['onlyWhenNew', 'Pilot', null,      undefined, null],
    ['onlyWhenNew', 'Pilot', undefined, undefined, 'Pilot'],
    ['onlyWhenNew', 'Pilot', 'Smith',   'Queen',   'Queen'],
    ['neverClear',  'Pilot', 'Smith',   undefined, 'Pilot'],
    ['neverClear',  null,    'Smith',   undefined, 'Smith'],
    ['neverClear',  null,    null,      undefined, null],
    ['neverClear',  null,    undefined, undefined, null],
    ['neverClear',  null,    'Smith',   null,      null],
  ])('%s, Entra %s, stored %s, by hand %s: %s', (policy, title, value, byHand, expected) => {
    const fields = fieldsWith(policy);
    const kept = stored(value, byHand);
    const result = keepValues({ title }, fields, kept);
    expect(result).toEqual({ title: expected });
    expect(keepValues({ title }, fields, { ...kept, values: result })).toEqual(result);
  });

  test('of a new employee is Entra’s, and of a field that is no more there is none', () => {
    expect(keepValues({ title: 'Pilot' }, fieldsWith('onlyWhenNew'), undefined)).toEqual({ title: 'Pilot' });
    const kept = { values: { title: 'a', gone: 'b' }, byHand: { gone: 'c' } };
    expect(keepValues({ title: 'Pilot' }, fieldsWith('always'), kept)).toEqual({ title: 'Pilot' });
  });

  test('of a manager of whom nobody can say who it is stays, and follows as soon as somebody can', () => {
    const fields = compileFields([
      { key: 'title', label: 'Title', source: '= Join(" ", [manager/displayName], [city])' },
      { key: 'city', label: 'City', source: 'city' },
    ]);
    const kept = { values: { title: 'Boss', city: 'Oslo' }, byHand: {} };
    expect(keepValues({ title: null, city: null }, fields, kept, false)).toEqual({ title: 'Boss', city: null });
    expect(keepValues({ title: null, city: null }, fields, kept, true)).toEqual({ title: null, city: null });
    expect(keepValues({ title: 'x', city: null }, fields, undefined, false)).toEqual({ title: 'x', city: null });
  });

  test('called as what every object inherits is as any other', () => {
    const fields = compileFields([{ key: 'constructor', label: 'C', source: 'jobTitle', policy: 'onlyWhenNew' }]);
    expect(keepValues({ constructor: 'Pilot' } as never, fields, { values: {}, byHand: {} })).toEqual({
      constructor: 'Pilot',
    });
  });

  test('of the address is what the e-mail rule says, whatever is stored', () => {
    const fields = compileFields([{ key: 'email', label: 'Email', source: 'email', policy: 'onlyWhenNew' }]);
    expect(keepValues({ email: 'new@a.b' }, fields, { values: { email: 'old@a.b' }, byHand: { email: 'x' } })).toEqual({
      email: 'new@a.b',
    });
  });
});

describe('a person whose value is kept', () => {
  const fields: Field[] = DEFAULT_FIELDS.map((field) =>
    field.key === 'jobTitle' ? { ...field, policy: 'onlyWhenNew' } : field,
  );
  const rules = compileRules(DEFAULT_INTEGRATION_SETTINGS, fields);
  const fingerprint = (text: string) => text;
  const ada = (jobTitle: string | null, city = 'Oslo') =>
    entraUser({ mail: 'ada@contoso.example', properties: { jobTitle, city } });
  const created = evaluatePerson(ada('Pilot'), rules, fingerprint);
  if (created.kind !== 'matches') throw new Error('Ada matches.');
  const { person } = created;
  const known = (kept?: KeptValues) =>
    new Map<
      EntraObjectId,
      Parameters<typeof planPage>[1] extends ReadonlyMap<EntraObjectId, infer Known> ? Known : never
    >([
      [
        person.entraObjectId,
        {
          employeeId: 'e' as never,
          status: 'active',
          pinned: false,
          fingerprint: person.fingerprint,
          ...(kept && { kept }),
        },
      ],
    ]);
  const kept = { values: person.values, byHand: {} };

  test('is unchanged, though Entra says something else, and another change keeps it', () => {
    expect(rules.keepsValues).toBe(true);
    expect(planPage([ada('Captain')], known(kept), rules, judgeBy(rules, fingerprint))).toMatchObject({
      unchanged: 1,
      changes: [],
    });
    expect(planPage([ada('Captain', 'Bergen')], known(kept), rules, judgeBy(rules, fingerprint)).changes).toMatchObject(
      [{ action: 'update', person: { values: { jobTitle: 'Pilot', city: 'Bergen' } } }],
    );
  });
});
