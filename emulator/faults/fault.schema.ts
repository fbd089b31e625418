import { z } from 'zod';

const seconds = z.number().min(0);

/**
 * What goes wrong. Those up to `drip` replace or spoil the whole answer; the others change what a working answer says.
 * Codes and statuses are Microsoft's: https://learn.microsoft.com/en-us/graph/errors
 */
export const faultAnswerSchema = z.discriminatedUnion('kind', [
  /** An error of Graph, or a redirect. `innerCode` stands deeper in the body than `code`. `retryAfter` is sent as it is; `retryAfterDateInSeconds` makes an HTTP date of it. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(300).max(599),
    code: z.string().default('UnknownError'),
    innerCode: z.string().optional(),
    message: z.string().default(''),
    retryAfter: z.string().optional(),
    retryAfterDateInSeconds: seconds.optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** The connection breaks before a byte of the answer, or in the middle of its body. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'midBody']).default('before') }),
  /** A complete HTTP answer whose JSON stops in the middle. */
  z.strictObject({ kind: z.literal('cutJson') }),
  z.strictObject({ kind: z.literal('html'), status: z.number().int().min(200).max(599).default(502) }),
  z.strictObject({ kind: z.literal('emptyBody'), status: z.number().int().min(200).max(599).default(200) }),
  /** The right answer, but some bytes at a time. */
  z.strictObject({
    kind: z.literal('drip'),
    bytes: z.number().int().positive().default(64),
    everyMs: seconds.default(200),
  }),
  /** The right answer, late. */
  z.strictObject({ kind: z.literal('delay'), ms: seconds }),

  /** 400 for a request that carries a page token; others pass. */
  z.strictObject({ kind: z.literal('expiredPageToken') }),
  /** A page that is fetched again gives a link that does not work: DirectoryPageTokenNotFoundException. */
  z.strictObject({ kind: z.literal('retriedToken') }),
  /** The next page begins so many people earlier (negative: some come twice) or later (some never come). */
  z.strictObject({ kind: z.literal('shift'), people: z.number().int() }),
  z.strictObject({ kind: z.literal('emptyListing') }),
  /** No people but a link to where they are. */
  z.strictObject({ kind: z.literal('emptyPage') }),
  /** People with an id and all else null, as a missing permission shows them. */
  z.strictObject({ kind: z.literal('idAndNulls') }),
  /** The first person on the page comes without an id. */
  z.strictObject({ kind: z.literal('withoutId') }),
  /** A page of changes with neither of the links that it must have one of, or with both. */
  z.strictObject({ kind: z.literal('changesLinks'), links: z.enum(['none', 'both']) }),
  /** A link to another server, which must never see the token. */
  z.strictObject({ kind: z.literal('foreignNextLink'), origin: z.string().default('https://graph.attacker.example') }),
  /** A link that leads to the page it stands on. */
  z.strictObject({ kind: z.literal('sameNextLink') }),
  /** `GET /organization` answers with another directory's id. */
  z.strictObject({
    kind: z.literal('otherOrganization'),
    id: z.guid().default('0badf00d-0000-4000-8000-000000000000'),
  }),
  z.strictObject({
    kind: z.literal('expiredDelta'),
    status: z.union([z.literal(410), z.literal(400), z.literal(404)]).default(410),
    code: z.string().default('syncStateNotFound'),
    location: z.boolean().default(false),
  }),

  /** An error of the token endpoint by its AADSTS number: 7000222 expired secret, 7000229 no service principal, … */
  z.strictObject({
    kind: z.literal('signIn'),
    aadsts: z.number().int(),
    status: z.number().int().optional(),
    error: z.string().optional(),
  }),
  /** Graph does not know the application (yet, or any more). */
  z.strictObject({
    kind: z.literal('identityNotFound'),
    status: z.union([z.literal(401), z.literal(403)]).default(401),
  }),
  /** Tokens without `roles`, as Entra gives them although nothing was consented. */
  z.strictObject({ kind: z.literal('noRoles') }),
  /** An ID token with other claims, or signed by a key that is not in the key set. */
  z.strictObject({
    kind: z.literal('idToken'),
    claims: z.record(z.string(), z.json()).default({}),
    foreignKey: z.boolean().default(false),
  }),
  /** Tokens that end early. */
  z.strictObject({ kind: z.literal('shortToken'), seconds: seconds.default(1) }),
]);

export const faultSchema = z.strictObject({
  host: z.enum(['login', 'graph']).optional(),
  entraTenantId: z.string().optional(),
  method: z.string().optional(),
  /** Exactly this path without its query, or with `*` for anything: `/v1.0/users*`. */
  path: z.string().optional(),
  /** Only requests that carry a page token, or only those that carry none. */
  page: z.enum(['first', 'following']).optional(),
  /** Let so many fitting requests pass first. */
  skip: z.number().int().min(0).default(0),
  /** How often; null = until it is cleared. */
  times: z.number().int().positive().nullable().default(1),
  answer: faultAnswerSchema,
});

export type FaultInput = z.input<typeof faultSchema>;
export type FaultAnswer = z.output<typeof faultAnswerSchema>;
export type FaultKind = FaultAnswer['kind'];
export type Fault = z.output<typeof faultSchema> & { readonly id: number; met: number };
