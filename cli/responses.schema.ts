import * as z from 'zod';

/**
 * What the commands read of the API's answers, and no more: all else is passed on to `--json` as it came, so a newer
 * server can say more without breaking an older command.
 */
const Trouble = z.looseObject({ code: z.string(), message: z.string(), remedy: z.string().nullish() });

export const Tenant = z.looseObject({
  id: z.string(),
  name: z.string(),
  entraTenantId: z.string().nullish(),
  status: z.string(),
  attention: Trouble.nullish(),
  lastSyncedAt: z.string().nullish(),
  nextSyncAt: z.string().nullish(),
  employees: z.number().nullish(),
});
export type Tenant = z.infer<typeof Tenant>;

export const SyncRun = z.looseObject({
  id: z.string(),
  kind: z.string(),
  kindReason: z.string().nullish(),
  trigger: z.string(),
  state: z.enum(['running', 'succeeded', 'held', 'failed', 'cancelled']),
  decision: z.string().nullish(),
  waitingRunId: z.string().nullish(),
  startedAt: z.string(),
  finishedAt: z.string().nullish(),
  counts: z.looseObject({
    read: z.number(),
    created: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    removed: z.number(),
    restored: z.number(),
    missing: z.number(),
    duplicates: z.number(),
    unproven: z.number(),
    skipped: z.record(z.string(), z.number()),
  }),
  drift: z.number().nullish(),
  wouldHold: z.looseObject({ removals: z.number(), limit: z.number() }).nullish(),
  progress: z.looseObject({ read: z.number(), expected: z.number().nullish() }).nullish(),
  error: Trouble.nullish(),
  temporalUrl: z.string().nullish(),
});
export type SyncRun = z.infer<typeof SyncRun>;

export const PreviewStarted = z.looseObject({ runId: z.string() });

const Values = z.record(z.string(), z.string().nullable());

export const RunChange = z.looseObject({
  entraObjectId: z.string(),
  action: z.string(),
  reason: z.string(),
  applied: z.boolean(),
  before: Values.nullish(),
  after: Values.nullish(),
});
export type RunChange = z.infer<typeof RunChange>;

const Named = z.looseObject({ entraObjectId: z.string(), name: z.string() });

export const PreviewDuplicate = Named.extend({ email: z.string(), heldBy: Named });
export type PreviewDuplicate = z.infer<typeof PreviewDuplicate>;

export const Employee = z.looseObject({
  id: z.string(),
  entraObjectId: z.string(),
  email: z.string().nullish(),
  status: z.string(),
  pinned: z.boolean().nullish(),
  values: Values.nullish(),
  updatedAt: z.string().nullish(),
});
export type Employee = z.infer<typeof Employee>;

export const Group = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  members: z.number().nullish(),
});
export type Group = z.infer<typeof Group>;

export const Examples = z.looseObject({
  version: z.number(),
  items: z.array(z.object({ entraObjectId: z.string(), expected: z.string() })),
});
export type Examples = z.infer<typeof Examples>;

const Person = z.looseObject({ entraObjectId: z.string(), name: z.string().nullish() });

export const Explanation = z.looseObject({
  found: z.string(),
  person: Person.nullable(),
  candidates: z.array(Person),
  outcome: z.looseObject({ text: z.string(), remedy: z.string().nullish() }),
  steps: z.array(z.looseObject({ passed: z.string().nullish(), text: z.string(), employeeId: z.string().nullish() })),
});
export type Explanation = z.infer<typeof Explanation>;

export const Admin = z.looseObject({ entraObjectId: z.string(), name: z.string(), addedAt: z.string() });

export const Key = z.looseObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
});

/** Holds the key itself: the only time that it is told. */
export const NewKey = Key.extend({ key: z.string() });

export const Requested = z.looseObject({ requestId: z.string() });

/** Of an answer nothing is needed. */
export const Anything = z.unknown();

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({ items: z.array(item), next: z.string().nullish() });
