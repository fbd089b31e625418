import { describe, expect, test } from 'vitest';
import {
  DEFAULT_INTEGRATION_SETTINGS,
  DEFAULT_SERVICE_ACCOUNT_PATTERNS,
  IntegrationSettings,
} from '../../sync/integration-settings.schema.ts';

test('a tenant starts with UPN, guests, disabled accounts and clean-up off, and all else excluded', () => {
  expect(DEFAULT_INTEGRATION_SETTINGS).toEqual({
    email: { sources: ['proxyAddresses', 'mail', 'otherMails'] },
    filters: {
      includeDisabled: false,
      includeGuests: false,
      excludeSharedMailboxes: true,
      excludeRooms: true,
      excludeServiceAccounts: true,
      serviceAccountPatterns: DEFAULT_SERVICE_ACCOUNT_PATTERNS,
    },
    cleanUp: { enabled: false, retentionDays: 30, maxRemovalsPercent: 10, maxRemovals: 500 },
  });
});

test('the default patterns of service accounts are these', () => {
  expect(DEFAULT_SERVICE_ACCOUNT_PATTERNS.join(' ')).toBe(
    'svc-* svc_* svc.* Sync_* HealthMailbox* SystemMailbox* DiscoverySearchMailbox* FederatedEmail.* Migration.*',
  );
});

test('the settings that a tenant starts with are acceptable themselves', () => {
  expect(IntegrationSettings.parse(DEFAULT_INTEGRATION_SETTINGS)).toEqual(DEFAULT_INTEGRATION_SETTINGS);
});

/** The default settings with one part changed. */
const withPart = (part: keyof IntegrationSettings, changed: object) => ({
  ...DEFAULT_INTEGRATION_SETTINGS,
  [part]: { ...DEFAULT_INTEGRATION_SETTINGS[part], ...changed },
});

const GROUP = '0f8fad5b-d9cb-469f-a165-70867728950e';
const GROUPS = Array.from({ length: 21 }, (_, index) => GROUP.slice(0, -2) + String(10 + index));

describe('settings', () => {
  // prettier-ignore
  test.each<[string, keyof IntegrationSettings, object, boolean]>([
    // guarantee                                       part       changed                                     accepted
    ['may keep nothing of the removed',                'cleanUp', { retentionDays: 0 },                       true],
    ['may keep the removed for ten years',             'cleanUp', { retentionDays: 3650 },                    true],
    ['may not keep the removed for longer',            'cleanUp', { retentionDays: 3651 },                    false],
    ['may not keep the removed for less than nothing', 'cleanUp', { retentionDays: -1 },                      false],
    ['may not keep the removed for half a day',        'cleanUp', { retentionDays: 0.5 },                     false],
    ['may let no share go',                            'cleanUp', { maxRemovalsPercent: 0 },                  true],
    ['may let everybody go',                           'cleanUp', { maxRemovalsPercent: 100 },                true],
    ['may let a fraction of a per cent go',            'cleanUp', { maxRemovalsPercent: 0.5 },                true],
    ['may not let more than everybody go',             'cleanUp', { maxRemovalsPercent: 100.1 },              false],
    ['may not let less than nobody go',                'cleanUp', { maxRemovalsPercent: -0.1 },               false],
    ['may let nobody go',                              'cleanUp', { maxRemovals: 0 },                         true],
    ['may let a million go',                           'cleanUp', { maxRemovals: 1_000_000 },                 true],
    ['may not let more than a million go',             'cleanUp', { maxRemovals: 1_000_001 },                 false],
    ['may not let half a person go',                   'cleanUp', { maxRemovals: 1.5 },                       false],
    ['may want photos',                                'photos',  { enabled: true },                          true],
    ['may not want half of photos',                    'photos',  {},                                         false],
    ['may order the sources of addresses anew',        'email',   { sources: ['userPrincipalName', 'mail'] }, true],
    ['may not do without a source',                    'email',   { sources: [] },                            false],
    ['may not name a source twice',                    'email',   { sources: ['mail', 'mail'] },              false],
    ['may choose groups by id',                        'filters', { groups: GROUPS.slice(0, 20) },            true],
    ['may choose no groups',                           'filters', { groups: [] },                             true],
    ['may not choose more than twenty groups',         'filters', { groups: GROUPS },                         false],
    ['may not choose a group twice',                   'filters', { groups: [GROUP, GROUP.toUpperCase()] },   false],
    ['may not choose a group by name',                 'filters', { groups: ['Sales'] },                      false],
    ['may hold a filter of full length',               'filters', { odata: 'x'.repeat(4_000) },               true],
    ['may not hold a longer one',                      'filters', { expression: 'x'.repeat(4_001) },          false],
    ['may not name a source that is none',             'email',   { sources: ['faxNumber'] },                 false],
    ['may name patterns of their own',                 'filters', { serviceAccountPatterns: ['robot-*'] },    true],
    ['may not name an empty pattern',                  'filters', { serviceAccountPatterns: ['  '] },         false],
    ['may not say perhaps',                            'filters', { includeGuests: 'perhaps' },               false],
    ['may not hold what is not known',                 'filters', { includeRobots: true },                    false],
  ])('%s', (_guarantee, part, changed, accepted) => {
    expect(IntegrationSettings.safeParse(withPart(part, changed)).success).toBe(accepted);
  });

  test('without patterns of service accounts have the default ones', () => {
    const { serviceAccountPatterns: _absent, ...filters } = DEFAULT_INTEGRATION_SETTINGS.filters;
    const parsed = IntegrationSettings.parse({ ...DEFAULT_INTEGRATION_SETTINGS, filters });
    expect(parsed.filters.serviceAccountPatterns).toEqual(DEFAULT_SERVICE_ACCOUNT_PATTERNS);
  });

  test('with no patterns of service accounts at all have none', () => {
    const parsed = IntegrationSettings.parse(withPart('filters', { serviceAccountPatterns: [] }));
    expect(parsed.filters.serviceAccountPatterns).toEqual([]);
  });

  test('never share their default patterns with other settings', () => {
    const { serviceAccountPatterns: _absent, ...filters } = DEFAULT_INTEGRATION_SETTINGS.filters;
    const parse = () => IntegrationSettings.parse({ ...DEFAULT_INTEGRATION_SETTINGS, filters });
    parse().filters.serviceAccountPatterns.push('robot-*');
    expect(parse().filters.serviceAccountPatterns).not.toContain('robot-*');
  });
});
