import fc from 'fast-check';
import type { EmailSource } from '../../sync/integration-settings.schema.ts';
import { CHOICES } from './chosen-groups.ts';
import { FIELD_LISTS, OF_MANAGERS, WITH_POLICIES } from './field-lists.ts';
import type { SettingsChange } from './history.ts';

const SOURCES: readonly EmailSource[] = ['proxyAddresses', 'mail', 'otherMails', 'userPrincipalName'];

/** What an admin changes of the settings. */
export const someSettings: fc.Arbitrary<SettingsChange> = fc.record(
  {
    sources: fc.shuffledSubarray([...SOURCES], { minLength: 1 }),
    filters: fc.record(
      {
        groups: fc.constantFrom(...CHOICES).map((groups) => [...groups]),
        includeDisabled: fc.boolean(),
        includeGuests: fc.boolean(),
        excludeRooms: fc.constantFrom(true, true, false),
        excludeServiceAccounts: fc.boolean(),
        serviceAccountPatterns: fc.constantFrom(['svc-*'], [], ['*bot*', 'person2'], ['p*n1?', 'S*-*']),
      },
      { requiredKeys: [] },
    ),
    cleanUp: fc.record(
      {
        enabled: fc.constantFrom(true, true, false),
        retentionDays: fc.constantFrom(30, 30, 5, 1, 0),
        maxRemovalsPercent: fc.constantFrom(10, 10, 0, 30, 57.5, 100),
        maxRemovals: fc.constantFrom(500, 500, 0, 1, 3),
      },
      { requiredKeys: [] },
    ),
    fields: fc.oneof(fc.nat({ max: FIELD_LISTS.length - 1 }), fc.constantFrom(...OF_MANAGERS, ...WITH_POLICIES)),
  },
  { requiredKeys: [] },
);

/** Clean-up is mostly on, for only then there is something to lose. */
export const firstSettings: fc.Arbitrary<SettingsChange> = fc
  .record({ settings: someSettings, enabled: fc.constantFrom(true, true, true, false) })
  .map(({ settings, enabled }) => ({ ...settings, cleanUp: { enabled, ...settings.cleanUp } }));
