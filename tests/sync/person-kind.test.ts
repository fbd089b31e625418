import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntraUser } from '../../sync/entra-user.ts';
import { DEFAULT_SERVICE_ACCOUNT_PATTERNS } from '../../sync/integration-settings.schema.ts';
import { compileNamePatterns, judgeKind } from '../../sync/person-kind.ts';
import { cpuMs } from '../set-up/cpu-ms.ts';
import { entraUser } from './entra-people.ts';

const defaults = compileNamePatterns(DEFAULT_SERVICE_ACCOUNT_PATTERNS);
const EXTERNAL = 'ada_home.example#EXT#@contoso.example';

describe('the kind of a person', () => {
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, string, string]>([
    // guarantee                                                      person                                               kind              evidence
    ['is person, where nothing else fits',                            {},                                                  'person',         'nothingElseFits'],
    ['is guest by the user type',                                     { userType: 'Guest' },                               'guest',          'userTypeGuest'],
    ['is guest by the user type in any case',                         { userType: 'guest' },                               'guest',          'userTypeGuest'],
    ['is guest by the user type, whatever the name',                  { userType: 'Guest', userPrincipalName: EXTERNAL },  'guest',          'userTypeGuest'],
    ['is guest by the name, where no user type is set',               { userType: null, userPrincipalName: EXTERNAL },     'guest',          'externalNameWithoutUserType'],
    ['is person of an external member',                               { userType: 'Member', userPrincipalName: EXTERNAL }, 'person',         'nothingElseFits'],
    ['is person without user type and external name',                 { userType: null },                                  'person',         'nothingElseFits'],
    ['is serviceAccount of an agent',                                 { agent: true },                                     'serviceAccount', 'agentUser'],
    ['is serviceAccount of an agent with a fitting name by its type', { agent: true, mailNickname: 'svc-x' },              'serviceAccount', 'agentUser'],
    ['is guest before serviceAccount',                                { userType: 'Guest', mailNickname: 'svc-x' },        'guest',          'userTypeGuest'],
    ['is never room by a name',                                       { displayName: 'Room 4', mailNickname: 'room-4' },   'person',         'nothingElseFits'],
    ['is never sharedMailbox by weak signs',                          { accountEnabled: false, mailNickname: 'info' },     'person',         'nothingElseFits'],
  ])('%s', (_guarantee, about, kind, evidence) => {
    expect(judgeKind(entraUser(about), defaults)).toMatchObject({ kind, evidence });
  });

  // prettier-ignore
  test.each<[string, Partial<EntraUser>, string | undefined]>([
    // guarantee                                   person                                                        pattern
    ['svc- in front of the local part of the UPN', { userPrincipalName: 'svc-backup@a.example' },                'svc-*'],
    ['svc_ in front',                              { userPrincipalName: 'svc_backup@a.example' },                'svc_*'],
    ['svc. in front',                              { userPrincipalName: 'svc.backup@a.example' },                'svc.*'],
    ['any case',                                   { userPrincipalName: 'SVC-Backup@a.example' },                'svc-*'],
    ['the account of Entra Connect',               { userPrincipalName: 'Sync_HOST_1a2b@a.example' },            'Sync_*'],
    ['a health mailbox',                           { mailNickname: 'HealthMailbox1a2b' },                        'HealthMailbox*'],
    ['a system mailbox',                           { mailNickname: 'SystemMailbox{1a2b}' },                      'SystemMailbox*'],
    ['a discovery mailbox',                        { mailNickname: 'DiscoverySearchMailbox{1}' },                'DiscoverySearchMailbox*'],
    ['a federation mailbox',                       { mailNickname: 'FederatedEmail.4c1f' },                      'FederatedEmail.*'],
    ['a migration mailbox',                        { mailNickname: 'Migration.8f3e' },                           'Migration.*'],
    ['the nickname alone',                         { userPrincipalName: 'x@a.example', mailNickname: 'svc-x' },  'svc-*'],
    ['the UPN alone',                              { userPrincipalName: 'svc-x@a.example', mailNickname: null }, 'svc-*'],
    ['not a name within which the pattern stands', { userPrincipalName: 'my-svc-x@a.example' },                  undefined],
    ['not a domain',                               { userPrincipalName: 'ada@svc-x.example' },                   undefined],
    ['not a name that only begins alike',          { userPrincipalName: 'svcetlana@a.example' },                 undefined],
    ['not a display name',                         { displayName: 'svc-backup' },                                undefined],
    ['not an address',                             { mail: 'svc-backup@a.example' },                             undefined],
  ])('is serviceAccount by name for %s', (_guarantee, about, pattern) => {
    expect(judgeKind(entraUser(about), defaults)).toEqual(
      pattern === undefined
        ? { kind: 'person', evidence: 'nothingElseFits' }
        : { kind: 'serviceAccount', evidence: 'namePattern', pattern },
    );
  });

  test('is never serviceAccount by name where there are no patterns', () => {
    expect(judgeKind(entraUser({ mailNickname: 'svc-x' }), []).kind).toBe('person');
  });
});

describe('a name pattern', () => {
  const fits = (pattern: string, nickname: string): boolean =>
    compileNamePatterns([pattern])[0]?.matches(nickname.toLowerCase()) ?? false;

  // prettier-ignore
  test.each<[string, string, string, boolean]>([
    // guarantee                                                 pattern         name            fits
    ['without a star fits the whole name',                       'scanner',      'Scanner',      true],
    ['without a star fits nothing longer',                       'scanner',      'scanner2',     false],
    ['with a star behind fits the beginning',                    'svc-*',        'svc-x',        true],
    ['with a star behind fits the bare beginning',               'svc-*',        'svc-',         true],
    ['with a star in front fits the end',                        '*-admin',      'ada-admin',    true],
    ['with a star in front fits nothing behind the end',         '*-admin',      'ada-admin-2',  false],
    ['with stars around fits anywhere',                          '*bot*',        'my-bot-3',     true],
    ['with stars around fits nowhere else',                      '*bot*',        'my-boat',      false],
    ['with a star within fits both ends',                        'a*z',          'abcz',         true],
    ['with a star within does not use one letter for both ends', 'aba*aba',      'aba',          false],
    ['with a star within does not let the ends overlap',         'aba*aba',      'ababa',        false],
    ['with several stars needs the parts in order',              'a*b*c',        'a-b-c',        true],
    ['with several stars refuses parts out of order',            'a*c*b*d',      'a-b-c-d',      false],
    ['with several stars does not use one letter for two parts', 'a*b*b',        'ab',           false],
    ['of stars alone fits everything',                           '***',          'anybody',      true],
    ['of one star fits the empty name',                          '*',            '',             true],
    ['takes a dot for a dot',                                    'svc.*',        'svcx1',        false],
    ['takes other signs for themselves',                         'a+(b|c)[d]?$', 'a+(b|c)[d]?$', true],
    ['takes a question mark for itself',                         'svc?',         'svcx',         false],
    ['fits letters of any script',                               'служба*',      'Служба-1',     true],
  ])('%s', (_guarantee, pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });

  /** A second, plain statement of the rule: each star may swallow any beginning of what is left. */
  const plainly = (pattern: string, name: string): boolean => {
    if (pattern === '') return name === '';
    if (pattern.startsWith('*'))
      return [...Array(name.length + 1).keys()].some((at) => plainly(pattern.slice(1), name.slice(at)));
    return name !== '' && pattern.charAt(0) === name.charAt(0) && plainly(pattern.slice(1), name.slice(1));
  };

  test('fits exactly what the plain statement of the rule says', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 });
    fc.assert(
      fc.property(pattern, name, (each, called) => {
        expect(fits(each, called)).toBe(plainly(each, called));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of any text compiles, and judges any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (pattern, name) => {
        expect(typeof fits(pattern, name)).toBe('boolean');
      }),
    );
  });

  test('made to be slow judges a long name within a moment', () => {
    for (const pattern of [`${'a*'.repeat(60)}b`, '*a*a*a*a*a*a*a*a*b*']) {
      expect(cpuMs(() => expect(fits(pattern, 'a'.repeat(100_000))).toBe(false))).toBeLessThan(250);
    }
  });
});
