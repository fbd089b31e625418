import { z } from 'zod';

const share = z.number().min(0).max(1).optional();
const ms = z.number().int().min(0);

/** What Microsoft leaves open, or changes, about a directory's answers: each a parameter with what was last seen as default. */
export const behaviourSchema = z.strictObject({
  /** No order of a listing is documented; `shuffled` gives each listing another one, the same in every start. */
  listingOrder: z.enum(['shuffled', 'asCreated']).default('shuffled'),
  /** People on a page of a listing, whatever `$top` asks for. */
  largestPage: z.number().int().positive().default(999),
  /** Added to each page of people. Real pages of 999 take from half a second to several. */
  pageLatencyMs: ms.default(0),
  /** After this long a page token is refused with Directory_ExpiredPageToken; null = never. */
  pageTokenMinutes: z.number().positive().nullable().default(null),
  /** A longer `$select` is refused with 400. Undocumented: people met it somewhere above 500 characters. */
  selectCharacters: z.number().int().positive().default(1_000),
  /** People on a page of delta; the server decides, about 200 were seen. */
  deltaPageSize: z.number().int().positive().default(200),
  /** https://devblogs.microsoft.com/microsoft365dev/duration-of-change-tracking-tokens-for-identity-and-education-resources/ */
  deltaTokenDays: z.number().positive().default(7),
  /** A change shows in delta only after this long. */
  deltaLagMs: ms.default(0),
  /** Everybody on a page of delta comes again on the next one. */
  deltaRepeats: z.boolean().default(false),
  /** A round of delta also tells what was told before, tombstones of people who came back included. */
  deltaReplays: z.boolean().default(false),
  /** The first round of delta also holds `@removed` of those who left in the last 30 days. */
  removedInFirstRound: z.boolean().default(true),
  /** What an old or unreadable delta token is told. */
  expiredDelta: z.enum(['410', '410WithLocation', '400']).default('410'),
  expiredDeltaCode: z.string().default('syncStateNotFound'),
  /** A change shows in listings and single reads only after this long. */
  replicationLagMs: ms.default(0),
  /** With a lag: every other request is answered by the replica that lags, the rest by one that does not. */
  disagreeingReplicas: z.boolean().default(false),
  /** After consent Graph answers Authorization_IdentityNotFound for this long (15–120 s were seen). */
  consentLagMs: ms.default(0),
  /** Counts resource units and answers 429 when a directory's or the application's are used up. */
  throttling: z.boolean().default(true),
  /** Resource units in ten seconds; null = Microsoft's number for the directory's size. */
  resourceUnits: z.number().positive().nullable().default(null),
  /** Undocumented; inferred from "other GET requests: 1". */
  deltaResourceUnits: z.number().positive().default(1),
});

export type Behaviour = z.infer<typeof behaviourSchema>;

export const populationSchema = z.strictObject({
  seed: z.union([z.string(), z.number().int()]),
  count: z.number().int().min(0).max(10_000_000),
  disabledShare: share,
  guestShare: share,
  noMailShare: share,
  sharedMailboxShare: share,
  duplicateShare: share,
});
