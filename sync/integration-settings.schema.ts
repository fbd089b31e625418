import * as z from 'zod';
import { LIMITS } from './filter/limits.ts';
import type { EntraGroupId } from './ids.ts';
import { plainText, writtenText } from './plain-text.schema.ts';

/** Where an address may come from; the order in the settings is the order of preference. */
export const EmailSource = z.enum(['proxyAddresses', 'mail', 'otherMails', 'userPrincipalName']);
export type EmailSource = z.infer<typeof EmailSource>;

/** Names that no person has: accounts of Microsoft's own tools and the prefixes administrators use. */
export const DEFAULT_SERVICE_ACCOUNT_PATTERNS: readonly string[] = [
  'svc-*',
  'svc_*',
  'svc.*',
  'Sync_*',
  'HealthMailbox*',
  'SystemMailbox*',
  'DiscoverySearchMailbox*',
  'FederatedEmail.*',
  'Migration.*',
];

const EmailRule = z.strictObject({
  sources: z
    .array(EmailSource)
    .min(1, 'Choose at least one source of e-mail addresses.')
    .refine((sources) => new Set(sources).size === sources.length, 'Name each source once.'),
});

/** A filter as it was written; empty is none. Whether it is understood is said where it is saved, with the place. */
const FilterText = writtenText(LIMITS.length).optional();

/** Each group is read in every run, one request at least; a group that holds groups is one of them. */
export const MOST_GROUPS = 20;

/** A group of Entra, as an id of it is written. */
export const GroupId = z.guid().toLowerCase() as unknown as z.ZodType<EntraGroupId, string>; // a GUID, as the schema sees

const Groups = z
  .array(GroupId)
  .max(MOST_GROUPS)
  .refine((ids) => new Set(ids).size === ids.length, 'Name each group once.')
  .optional();

const Filters = z.strictObject({
  /** Only people of these groups, nested groups included; empty or absent: everybody. Needs GroupMember.Read.All. */
  groups: Groups,
  includeDisabled: z.boolean(),
  includeGuests: z.boolean(),
  excludeSharedMailboxes: z.boolean(),
  excludeRooms: z.boolean(),
  excludeServiceAccounts: z.boolean(),
  /** `*` stands for any text; compared with the local part of UPN and mailNickname. Empty: none. Absent: the defaults. */
  serviceAccountPatterns: z
    .array(plainText(120))
    .max(200)
    .default(() => [...DEFAULT_SERVICE_ACCOUNT_PATTERNS]),
  /** In Graph's own language for `$filter`. */
  odata: FilterText,
  /** As a condition of JavaScript; both filters must hold. */
  expression: FilterText,
});

const CleanUp = z.strictObject({
  enabled: z.boolean(),
  /** Days between a removal and the erasure of the person's data; 0 erases with the run that removes. */
  retentionDays: z.number().int().min(0).max(3650),
  /** Share of active employees that may go within a day without asking, in percent. */
  maxRemovalsPercent: z.number().min(0).max(100),
  /** People that may go within a day without asking. */
  maxRemovals: z.number().int().min(0).max(1_000_000),
});

/** Photos of employees are kept too; absent: they are not. */
const Photos = z.strictObject({ enabled: z.boolean() }).optional();

/** E-mail rule, filters, clean-up and photos of one tenant. Each save is a new version; the version is kept beside it. */
export const IntegrationSettings = z.strictObject({
  email: EmailRule,
  filters: Filters,
  cleanUp: CleanUp,
  photos: Photos,
});
export type IntegrationSettings = z.infer<typeof IntegrationSettings>;

/** What a tenant starts with: clean-up off, UPN never an address, only enabled members who are people. */
export const DEFAULT_INTEGRATION_SETTINGS: IntegrationSettings = {
  email: { sources: ['proxyAddresses', 'mail', 'otherMails'] },
  filters: {
    includeDisabled: false,
    includeGuests: false,
    excludeSharedMailboxes: true,
    excludeRooms: true,
    excludeServiceAccounts: true,
    serviceAccountPatterns: [...DEFAULT_SERVICE_ACCOUNT_PATTERNS],
  },
  cleanUp: { enabled: false, retentionDays: 30, maxRemovalsPercent: 10, maxRemovals: 500 },
};
