import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUser } from '../../entra/parse-user.ts';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SELECT = ['id', 'userPrincipalName', 'displayName', 'mail', 'otherMails', 'assignedLicenses'];
const ada = { id: ID, userPrincipalName: 'ada@contoso.example', displayName: 'Ada' };
const propertiesOf = (item: unknown, select = SELECT): unknown => {
  const parsed = parseUser(item, select);
  if (parsed?.kind !== 'user') throw new Error('Ada is a user.');
  return parsed.user.properties;
};

describe('the properties of a person', () => {
  test('are what was selected and nothing else, whatever Graph sends and in whatever order', () => {
    const name = fc.oneof(
      fc.constantFrom(...SELECT, 'aboutMe', '@odata.type', '__proto__', 'constructor', 'hasOwnProperty', 'ID', '7'),
      fc.string(),
    );
    const sent = fc.uniqueArray(fc.tuple(name, fc.jsonValue()), { selector: ([each]) => each });
    const select = fc.shuffledSubarray([...SELECT, ...SELECT, 'city'], { minLength: 1 });
    fc.assert(
      fc.property(sent, select, (pairs, selected) => {
        const item: unknown = JSON.parse(JSON.stringify(Object.fromEntries([...pairs, ...Object.entries(ada)])));
        const wanted = Object.entries(item as object).filter(([each]) => selected.includes(each));
        expect(new Map(Object.entries(propertiesOf(item, selected) as object))).toEqual(new Map(wanted));
      }),
      { numRuns: 500 },
    );
  });

  test('are not copied of somebody of whom Graph sent just those', () => {
    expect(propertiesOf(ada)).toBe(ada);
    expect(propertiesOf({ ...ada, aboutMe: 'a secret' })).toEqual(ada);
  });
});

test('a list keeps its texts, and loses whatever else it holds', () => {
  const listed = (otherMails: unknown) => parseUser({ ...ada, otherMails }, SELECT);
  expect(listed(['a@b.example', 'c@d.example'])).toMatchObject({
    user: { otherMails: ['a@b.example', 'c@d.example'] },
  });
  expect(listed(['a@b.example', null, 7])).toMatchObject({ user: { otherMails: ['a@b.example'] } });
  expect(listed('a@b.example')).toMatchObject({ user: { otherMails: [] } });
});
