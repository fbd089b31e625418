import { describe, expect, test } from 'vitest';
import { changed } from '../../api/pages/integration/change-examples.ts';
import { editSettings } from '../../api/pages/integration/edit-settings.ts';
import { cleanUpWords } from '../../api/pages/integration/clean-up-words.ts';
import { moveItem } from '../../api/pages/forms/move-item.ts';
import { draftOf, SettingsForm, settingsOf } from '../../api/pages/integration/settings-form.schema.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import {
  DEFAULT_INTEGRATION_SETTINGS as DEFAULTS,
  type IntegrationSettings,
} from '../../sync/integration-settings.schema.ts';

const SALES = 'aaaaaaaa-0000-4000-8000-000000000001' as NonNullable<IntegrationSettings['filters']['groups']>[number];
const everything: IntegrationSettings = {
  email: { sources: ['mail', 'userPrincipalName'] },
  filters: {
    groups: [SALES],
    includeDisabled: true,
    includeGuests: true,
    excludeSharedMailboxes: false,
    excludeRooms: false,
    excludeServiceAccounts: false,
    serviceAccountPatterns: ['a*', 'b'],
    odata: "city eq 'Oslo'",
    expression: '$.city == "Oslo"',
  },
  cleanUp: { enabled: true, retentionDays: 0, maxRemovalsPercent: 2.5, maxRemovals: 7 },
  photos: { enabled: true },
};

describe('settings go through the form and stay what they are:', () => {
  test.each([
    ['the defaults', DEFAULTS],
    ['everything set', everything],
    ['photos that are said to be off', { ...DEFAULTS, photos: { enabled: false } }],
    ['no pattern', { ...DEFAULTS, filters: { ...DEFAULTS.filters, serviceAccountPatterns: [] } }],
  ])('%s', (_what, settings) => {
    expect(settingsOf(draftOf(3, settings))).toEqual({ kind: 'settings', settings });
  });
});

const draft = draftOf(1, DEFAULTS);

describe('what the form cannot mean is named with its place:', () => {
  const cleanUp = (about: Partial<typeof draft.cleanUp>) => ({ ...draft, cleanUp: { ...draft.cleanUp, ...about } });
  // prettier-ignore
  test.each([
    ['no source of addresses',   { ...draft, sources: draft.sources.map((each) => ({ ...each, on: false })) }, 'email.sources',               'Choose at least one source of e-mail addresses.'],
    ['days that are no number',  cleanUp({ retentionDays: 'a week' }),                                         'cleanUp.retentionDays',       'Write a whole number of days from 0 to 3650.'],
    ['days that are not said',   cleanUp({ retentionDays: ' ' }),                                              'cleanUp.retentionDays',       'Write a whole number of days from 0 to 3650.'],
    ['half a day',               cleanUp({ retentionDays: '0.5' }),                                            'cleanUp.retentionDays',       'Write a whole number of days from 0 to 3650.'],
    ['more than all',            cleanUp({ maxRemovalsPercent: '101' }),                                       'cleanUp.maxRemovalsPercent',  'Write a number from 0 to 100; a fraction after a point.'],
    ['fewer than nobody',        cleanUp({ maxRemovals: '-1' }),                                               'cleanUp.maxRemovals',         'Write a whole number from 0 to 1000000.'],
    ['a pattern without an end', { ...draft, patterns: 'ok\n' + 'x'.repeat(121) },                              'filters.serviceAccountPatterns.1', 'Write at most 200 patterns, each a line of at most 120 characters.'],
    ['a filter without an end',  { ...draft, odata: 'x'.repeat(4_001) },                                        'filters.odata',               'Write at most 4,000 characters.'],
  ])('%s', (_what, wrong, path, message) => {
    expect(settingsOf(wrong)).toEqual({ kind: 'refused', findings: [{ path, message }] });
  });
});

describe('a browser’s form', () => {
  const sent = {
    version: ['4'],
    order: ['mail', 'proxyAddresses', 'otherMails', 'userPrincipalName'],
    source: ['proxyAddresses', 'mail'],
    leaveOut: ['guests'],
    patterns: ['svc-*\n\n  x* \n'],
    retentionDays: ['30'],
    maxRemovalsPercent: ['10'],
    maxRemovals: ['500'],
    do: ['up:mail'],
  };
  test('is understood: the order is that of the page, and what is not ticked is not sent', () => {
    const { draft: read, pressed } = SettingsForm.parse(sent);
    expect(pressed).toEqual({ word: 'up', about: 'mail' });
    const { settings } = settingsOf(read) as Extract<ReturnType<typeof settingsOf>, { kind: 'settings' }>; // checked below
    expect(settings).toMatchObject({
      email: { sources: ['mail', 'proxyAddresses'] },
      filters: {
        includeDisabled: true,
        includeGuests: false,
        excludeRooms: false,
        serviceAccountPatterns: ['svc-*', 'x*'],
      },
      cleanUp: { enabled: false },
    });
    expect(settings).not.toHaveProperty('photos');
  });

  test.each([
    ['no version', { version: [] }],
    ['a version that is none', { version: ['1e3'] }],
    ['a source that is none', { order: ['fax'] }],
    ['a group that is none', { group: ['../users'] }],
    ['a button that is none', { do: ['drop:tables'] }],
  ])('with %s is none of ours', (_what, wrong) => {
    expect(SettingsForm.safeParse({ ...sent, ...wrong }).success).toBe(false);
  });
});

describe('a button changes the form:', () => {
  const sourcesAfter = (word: 'up' | 'down', about: string) =>
    editSettings(draft, { word, about }).sources.map(({ source }) => source);
  const [P, M, O, U] = ['proxyAddresses', 'mail', 'otherMails', 'userPrincipalName'];
  // prettier-ignore
  test.each([
    ['the second source up',             'up',   'mail',              [M, P, O, U]],
    ['the second source down',           'down', 'mail',              [P, O, M, U]],
    ['the first stays first',            'up',   'proxyAddresses',    [P, M, O, U]],
    ['the last stays last',              'down', 'userPrincipalName', [P, M, O, U]],
    ['of a source that is none nothing', 'up',   'fax',               [P, M, O, U]],
  ] as const)('%s', (_what, word, about, order) => {
    expect(sourcesAfter(word, about)).toEqual(order);
  });

  test('a group is added once, and taken away', () => {
    const once = editSettings(draft, { word: 'addGroup', about: SALES.toUpperCase() });
    expect(once.groups).toEqual([SALES]);
    expect(editSettings(once, { word: 'addGroup', about: SALES }).groups).toEqual([SALES]);
    expect(editSettings(once, { word: 'removeGroup', about: SALES }).groups).toEqual([]);
    expect(editSettings(draft, { word: 'addGroup', about: '../users' }).groups).toEqual([]);
  });

  test.each(['look', 'save', 'saveOver', 'check', 'preview', 'addExample', 'removeExample'] as const)(
    '%s does not',
    (word) => {
      expect(editSettings(draft, { word, about: 'x' })).toBe(draft);
    },
  );
});

// prettier-ignore
test.each([
  [0, -1, 'abc'], [0, 1, 'bac'], [1, -1, 'bac'], [1, 1, 'acb'], [2, 1, 'abc'], [-1, 1, 'abc'], [3, -1, 'abc'], [9, -1, 'abc'],
] as const)('item %i moved by %i', (index, by, after) => {
  expect(moveItem(['a', 'b', 'c'], index, by).join('')).toBe(after);
});

// prettier-ignore
test.each([
  [{ retentionDays: 30, maxRemovalsPercent: 10, maxRemovals: 500 }, 'People who are gone from Entra, or no longer match, are removed. Removed people can be restored for 30 days. If more than 10 % or 500 would go within a day, nothing is removed until you approve.'],
  [{ retentionDays: 1, maxRemovalsPercent: 0.5, maxRemovals: 1_000 }, 'People who are gone from Entra, or no longer match, are removed. Removed people can be restored for 1 day. If more than 0.5 % or 1,000 would go within a day, nothing is removed until you approve.'],
  [{ retentionDays: 0, maxRemovalsPercent: 10, maxRemovals: 500 }, 'People who are gone from Entra, or no longer match, are removed. Removed people cannot be restored: their data is erased at once. If more than 10 % or 500 would go within a day, nothing is removed until you approve.'],
])('Clean Up is explained with its numbers: %o', (numbers, words) => {
  expect(cleanUpWords(numbers)).toBe(words);
});

describe('a change of the example people:', () => {
  const [one, two] = [
    '00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-000000000002',
  ] as EntraObjectId[];
  if (one === undefined || two === undefined) throw new Error('Two people are needed.');
  const items = [{ entraObjectId: one, expected: 'imported' }] as const;
  // prettier-ignore
  test.each([
    ['somebody new comes last',          { kind: 'add', who: '', expected: 'notImported' },               two,       [[one, 'imported'], [two, 'notImported']]],
    ['somebody again is one person',     { kind: 'add', who: '', expected: 'notImported' },               one,       [[one, 'notImported']]],
    ['something else is expected',       { kind: 'expect', entraObjectId: one, expected: 'notImported' }, undefined, [[one, 'notImported']]],
    ['of nobody’s nothing is expected',  { kind: 'expect', entraObjectId: two, expected: 'notImported' }, undefined, [[one, 'imported']]],
    ['somebody goes',                    { kind: 'remove', entraObjectId: one },                          undefined, []],
    ['nobody goes',                      { kind: 'remove', entraObjectId: two },                          undefined, [[one, 'imported']]],
  ] as const)('%s, however often', (_what, change, person, after) => {
    const once = changed(items, change, person);
    expect(once.map(({ entraObjectId, expected }) => [entraObjectId, expected])).toEqual(after);
    expect(changed(once, change, person)).toEqual(once);
  });
});
