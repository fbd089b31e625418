import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmployeeStatus } from '../../sync/employee-status.ts';
import { newDuplicates, settleAddress, type AddressHolder } from '../../sync/settle-addresses.ts';
import { employeeId, objectId } from './entra-people.ts';

type Row = readonly [name: string, status: EmployeeStatus, heldSince: number, duplicateOf?: string | undefined];

/** Object ids are the names, so that “lowest” can be read. */
const holder = ([name, status, heldSince, duplicateOf]: Row): AddressHolder => ({
  employeeId: employeeId(`e-${name}`),
  entraObjectId: objectId(name),
  status,
  duplicateOf: duplicateOf === undefined ? null : employeeId(`e-${duplicateOf}`),
  heldSince: BigInt(heldSince),
});

/** The state after a settlement was stored. */
const applied = (holders: readonly AddressHolder[]): AddressHolder[] => {
  const settled = new Map(settleAddress(holders).map((each) => [each.employeeId, each]));
  return holders.map((each) => ({ ...each, ...settled.get(each.employeeId) }));
};

const told = (holders: readonly AddressHolder[]): string[] =>
  settleAddress(holders)
    .map(
      ({ employeeId: id, status, duplicateOf }) => `${id} ${status}${duplicateOf === null ? '' : ` of ${duplicateOf}`}`,
    )
    .sort();

describe('of employees with one address', () => {
  // prettier-ignore
  test.each<[string, Row[], string[]]>([
    // guarantee                                           holders: name, status, held since run, duplicate of           changes
    ['nobody changes where there is only one',             [['a', 'active', 1]],                                         []],
    ['a duplicate left alone becomes active',              [['b', 'duplicate', 2, 'a']],                                 ['e-b active']],
    ['the one that held it first stays active',            [['a', 'active', 9], ['z', 'active', 3]],                     ['e-a duplicate of e-z']],
    ['the lowest object id stays active within one run',   [['b', 'active', 3], ['a', 'active', 3]],                     ['e-b duplicate of e-a']],
    ['a newcomer does not take over with a low object id', [['a', 'active', 4], ['b', 'active', 3]],                     ['e-a duplicate of e-b']],
    ['runs are compared as numbers',                       [['a', 'active', 10], ['b', 'active', 9]],                    ['e-a duplicate of e-b']],
    ['all others name the one',                            [['a', 'active', 1], ['b', 'active', 2], ['c', 'active', 3]], ['e-b duplicate of e-a', 'e-c duplicate of e-a']],
    ['nothing is told twice',                              [['a', 'active', 1], ['b', 'duplicate', 2, 'a']],             []],
    ['who is left names the next one',                     [['b', 'duplicate', 2, 'a'], ['c', 'duplicate', 3, 'a']],     ['e-b active', 'e-c duplicate of e-b']],
    ['a duplicate of somebody else names the right one',   [['a', 'active', 1], ['c', 'duplicate', 3, 'x']],             ['e-c duplicate of e-a']],
  ])('%s', (_guarantee, rows, changes) => {
    expect(told(rows.map(holder))).toEqual(changes);
  });

  test('nobody changes where there is none', () => {
    expect(settleAddress([])).toEqual([]);
  });

  test('only those who were none before are new duplicates, over all addresses, each with who is active then', () => {
    const contested: Row[][] = [
      [
        ['a', 'active', 1],
        ['b', 'active', 2],
        ['c', 'active', 2],
      ],
      [
        ['d', 'active', 1],
        ['e', 'duplicate', 2, 'd'],
      ],
      [
        ['f', 'duplicate', 1, 'x'],
        ['g', 'active', 2],
      ],
    ];
    const found = newDuplicates(contested.map((rows) => rows.map(holder)));
    expect(found.map(({ person, holder: by }) => `${person.entraObjectId} by ${by.entraObjectId}`)).toEqual([
      ...['b by a', 'c by a', 'g by f'],
    ]);
  });

  test('the list of the caller is left as it is', () => {
    const holders = [holder(['b', 'active', 2]), holder(['a', 'active', 1])];
    settleAddress(Object.freeze(holders));
    expect(holders.map((each) => each.entraObjectId)).toEqual(['b', 'a']);
  });
});

describe('whoever shares an address, and in whatever order they come', () => {
  const person = fc.record({
    name: fc.stringMatching(/^[0-9a-f]{1,4}$/),
    status: fc.constantFrom('active', 'duplicate'),
    since: fc.nat(4),
    of: fc.constantFrom('x', 'a', undefined),
  });
  const anyone = fc
    .uniqueArray(person, { selector: ({ name }) => name, minLength: 1, maxLength: 8 })
    .map((people) => people.map(({ name, status, since, of }) => holder([name, status, since, of])));

  test('exactly one is active, and all others are duplicates of that one', () => {
    fc.assert(
      fc.property(anyone, (holders) => {
        const after = applied(holders);
        const [active, ...more] = after.filter(({ status }) => status === 'active');
        expect(more).toEqual([]);
        expect(active?.duplicateOf).toBeNull();
        for (const each of after.filter((other) => other !== active)) {
          expect(each).toMatchObject({ status: 'duplicate', duplicateOf: active?.employeeId });
        }
      }),
    );
  });

  test('nobody is lost', () => {
    fc.assert(
      fc.property(anyone, (holders) => {
        expect(applied(holders).map((each) => each.employeeId)).toEqual(holders.map((each) => each.employeeId));
      }),
    );
  });

  test('the order does not matter', () => {
    const shuffled = anyone.chain((holders) =>
      fc.tuple(fc.constant(holders), fc.shuffledSubarray(holders, { minLength: holders.length })),
    );
    fc.assert(
      fc.property(shuffled, ([holders, others]) => {
        expect(told(others)).toEqual(told(holders));
      }),
    );
  });

  test('a second settlement changes nothing', () => {
    fc.assert(
      fc.property(anyone, (holders) => {
        expect(settleAddress(applied(holders))).toEqual([]);
      }),
    );
  });
});
