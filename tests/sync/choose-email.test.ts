import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseEmail, validAddress } from '../../sync/choose-email.ts';
import { DEFAULT_INTEGRATION_SETTINGS, type EmailSource } from '../../sync/integration-settings.schema.ts';
import { cpuMs } from '../set-up/cpu-ms.ts';

type Facts = Parameters<typeof chooseEmail>[0];

const UPN = 'ada@contoso.onmicrosoft.example';
const facts = (about: Partial<Facts>): Facts => ({
  userPrincipalName: UPN,
  mail: null,
  proxyAddresses: [],
  otherMails: [],
  ...about,
});

const defaults = DEFAULT_INTEGRATION_SETTINGS.email.sources;
const withUpn: readonly EmailSource[] = [...defaults, 'userPrincipalName'];

describe('the primary address is the entry of proxyAddresses', () => {
  // prettier-ignore
  test.each<[string, string[], string | null, string | undefined]>([
    // guarantee                                                proxyAddresses                                                            mail               address
    ['with the upper-case prefix, wherever it stands',          ['smtp:alias@a.example', 'SMTP:ada@a.example'],                           null,              'ada@a.example'],
    ['and never an alias',                                      ['smtp:alias@a.example'],                                                 null,              undefined],
    ['and never of mixed case',                                 ['Smtp:ada@a.example', 'sMTP:ada@a.example'],                             null,              undefined],
    ['and never of another system',                             ['SIP:ada@a.example', 'X500:/o=A/cn=ada@a.example', 'EUM:ada@a.example'], null,              undefined],
    ['and never one without a prefix',                          ['ada@a.example'],                                                        null,              undefined],
    ['and never one whose prefix only ends in SMTP:',           ['notSMTP:ada@a.example'],                                                null,              undefined],
    ['with blanks around the whole entry',                      ['  SMTP:ada@a.example  '],                                               null,              'ada@a.example'],
    ['with blanks and quotes behind the prefix',                [`SMTP: 'ada@a.example'`],                                                null,              'ada@a.example'],
    ['as it is written, upper case kept',                       ['SMTP:Ada.Lovelace@A.Example'],                                          null,              'Ada.Lovelace@A.Example'],
    ['that equals mail, where there are two',                   ['SMTP:old@a.example', 'SMTP:ada@a.example'],                             'ada@a.example',   'ada@a.example'],
    ['that equals mail but for case, as proxyAddresses has it', ['SMTP:old@a.example', 'SMTP:Ada@A.example'],                             'aDA@a.EXAMPLE',   'Ada@A.example'],
    ['that equals mail but for quotes around mail',             ['SMTP:old@a.example', 'SMTP:ada@a.example'],                             `"ada@a.example"`, 'ada@a.example'],
    ['that is first, where none of two equals mail',            ['SMTP:one@a.example', 'SMTP:two@a.example'],                             'mail@a.example',  'one@a.example'],
    ['that is first, where there are two and no mail',          ['SMTP:one@a.example', 'SMTP:two@a.example'],                             null,              'one@a.example'],
    ['that is the first valid one of two',                      ['SMTP:broken', 'SMTP:two@a.example'],                                    null,              'two@a.example'],
    ['alone, however mail is spelled',                          ['SMTP:ada@a.example'],                                                   'other@a.example', 'ada@a.example'],
  ])('%s', (_guarantee, proxyAddresses, mail, address) => {
    expect(chooseEmail(facts({ proxyAddresses, mail }), ['proxyAddresses'])?.address).toBe(address);
  });
});

describe('the first source that yields an address wins', () => {
  // prettier-ignore
  test.each<[string, Partial<Facts>, readonly EmailSource[], EmailSource | undefined, string | undefined]>([
    // guarantee                                   person                                                          sources                           source               address
    ['proxyAddresses before mail',                 { proxyAddresses: ['SMTP:p@a.example'], mail: 'm@a.example' },  defaults,                         'proxyAddresses',    'p@a.example'],
    ['mail where proxyAddresses is empty',         { mail: 'm@a.example', otherMails: ['o@a.example'] },           defaults,                         'mail',              'm@a.example'],
    ['mail where no primary is valid',             { proxyAddresses: ['SMTP:broken'], mail: 'm@a.example' },       defaults,                         'mail',              'm@a.example'],
    ['otherMails where mail is no address',        { mail: 'n/a', otherMails: ['o@a.example'] },                   defaults,                         'otherMails',        'o@a.example'],
    ['otherMails by its first valid entry',        { otherMails: ['broken', 'o@a.example', 'z@a.example'] },       defaults,                         'otherMails',        'o@a.example'],
    ['in the order of the settings',               { proxyAddresses: ['SMTP:p@a.example'], mail: 'm@a.example' },  ['mail', 'proxyAddresses'],       'mail',              'm@a.example'],
    ['never a source that is not in the settings', { mail: 'm@a.example' },                                        ['proxyAddresses', 'otherMails'], undefined,           undefined],
    ['never the UPN by default',                   {},                                                             defaults,                         undefined,           undefined],
    ['the UPN where it is switched on',            {},                                                             withUpn,                          'userPrincipalName', UPN],
    ['mail before a UPN that is switched on last', { mail: 'm@a.example' },                                        withUpn,                          'mail',              'm@a.example'],
    ['never a UPN with #EXT#',                     { userPrincipalName: 'ada_b.example#EXT#@a.example' },          withUpn,                          undefined,           undefined],
    ['never a UPN with #ext# in lower case',       { userPrincipalName: 'ada_b.example#ext#@a.example' },          withUpn,                          undefined,           undefined],
    ['the next source behind a UPN with #EXT#',    { userPrincipalName: 'x#EXT#@a.example', mail: 'm@a.example' }, ['userPrincipalName', 'mail'],    'mail',              'm@a.example'],
    ['nothing where nothing is there',             { userPrincipalName: '' },                                      withUpn,                          undefined,           undefined],
  ])('%s', (_guarantee, about, sources, source, address) => {
    expect(chooseEmail(facts(about), sources)).toEqual(source && { address, source });
  });

  test('and no source at all gives no address', () => {
    expect(chooseEmail(facts({ mail: 'm@a.example' }), [])).toBeUndefined();
  });
});

const a = (length: number) => 'a'.repeat(length);

describe('an address', () => {
  // prettier-ignore
  test.each<[string, string, string | undefined]>([
    // guarantee                                                   written                            kept
    ['is kept as written',                                         'Ada.Lovelace+post@A.Example',     'Ada.Lovelace+post@A.Example'],
    ['loses blanks around it',                                     '  \t ada@a.example \r\n',         'ada@a.example'],
    ['loses a leading quote',                                      `'ada@a.example`,                  'ada@a.example'],
    ['loses a trailing quote',                                     'ada@a.example"',                  'ada@a.example'],
    ['loses quotes of both sorts, however many',                   `"'"ada@a.example''"`,             'ada@a.example'],
    ['loses quotes with blanks between them',                      `" ' ada@a.example ' "`,           'ada@a.example'],
    ['keeps a quote within',                                       `o'brien@a.example`,               `o'brien@a.example`],
    ['may hold letters of any script',                             'アダ@会社.example',                   'アダ@会社.example'],
    ['may hold letters beyond the basic plane',                    '𝒜da@a.example',                  '𝒜da@a.example'],
    ['may hold signs that look odd',                               '!#$%&*/=?^_{|}~-@a.example',      '!#$%&*/=?^_{|}~-@a.example'],
    ['may have one letter before the @',                           'a@b.c',                           'a@b.c'],
    ['may have 64 letters before the @',                           `${a(64)}@a.example`,              `${a(64)}@a.example`],
    ['may not have 65 letters before the @',                       `${a(65)}@a.example`,              undefined],
    ['may be 254 long',                                            `ada@${a(242)}.example`,           `ada@${a(242)}.example`],
    ['may not be 255 long',                                        `ada@${a(243)}.example`,           undefined],
    ['is measured without the quotes around it',                   `"ada@${a(242)}.example"`,         `ada@${a(242)}.example`],
    ['needs something before the @',                               '@a.example',                      undefined],
    ['needs an @',                                                 'ada.a.example',                   undefined],
    ['needs one @ only',                                           'ada@b@a.example',                 undefined],
    ['needs a domain',                                             'ada@',                            undefined],
    ['needs a dot in its domain',                                  'ada@localhost',                   undefined],
    ['needs something before the dot',                             'ada@.example',                    undefined],
    ['needs something behind the dot',                             'ada@example.',                    undefined],
    ['needs something between two dots',                           'ada@a..example',                  undefined],
    ['holds no blank',                                             'ada love@a.example',              undefined],
    ['holds no unbreakable blank',                                 'ada\u00A0love@a.example',         undefined],
    ['holds no line break',                                        'ada@a.example\nBcc: x@b.example', undefined],
    ['holds no NUL',                                               'ada\u0000@a.example',             undefined],
    ['holds no control character',                                 'ada\u0007@a.example',             undefined],
    ['holds no right-to-left override',                            'ada\u202E@a.example',             undefined],
    ['holds no blank of no width',                                 'ada\u200B@a.example',             undefined],
    ['holds no half of a surrogate pair, which no database keeps', 'ada\uD83D@a.example',             undefined],
    ['is not the empty text',                                      '',                                undefined],
    ['is not quotes alone',                                        `'"'`,                             undefined],
  ])('%s', (_guarantee, written, kept) => {
    expect(validAddress(written)).toBe(kept);
  });

  test('that is not set is none', () => {
    expect(validAddress(null)).toBeUndefined();
  });

  test('once accepted is accepted again as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (written) => {
        const kept = validAddress(written);
        if (kept !== undefined) expect(validAddress(kept)).toBe(kept);
      }),
    );
  });

  test.each([
    ['blanks', ' '],
    ['quotes', `'`],
    ['dots', '.'],
    ['at signs', '@'],
  ])('of a hundred thousand %s between two letters is judged within a moment', (_name, sign) => {
    const judge = () => expect(validAddress(`a@b${sign.repeat(100_000)}c`)).toBeUndefined();
    expect(cpuMs(judge)).toBeLessThan(250);
  });
});
