import * as z from 'zod';
import { plainText } from '../../sync/plain-text.schema.ts';
import { DECISIONS, KIND_REASONS, RUN_KINDS, RUN_STATES, TRIGGERS, type KindReason } from '../../sync/run.ts';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';
import { ListQuery } from './list.schema.ts';
import { Trouble } from './trouble.schema.ts';

const people = z.number().int();

/** Counters of one run, in people. */
const Counts = z
  .object({
    read: people,
    created: people,
    updated: people,
    unchanged: people,
    removed: people,
    restored: people,
    missing: people,
    duplicates: people,
    unproven: people,
    skipped: z.partialRecord(z.enum(SKIP_REASONS), people),
  })
  .meta({ id: 'RunCounts' });

export const SyncRun = z
  .object({
    id: z.string().meta({ description: 'The number of the run within its tenant.' }),
    kind: z.enum(RUN_KINDS),
    trigger: z.enum(TRIGGERS),
    kindReason: z.enum(Object.keys(KIND_REASONS) as KindReason[]).meta({
      // its keys, by its type
      description: Object.entries(KIND_REASONS)
        .map(([reason, sentence]) => `${reason}: ${sentence}`)
        .join(' '),
    }),
    state: z.enum(RUN_STATES),
    decision: z.enum(DECISIONS).optional(),
    waitingRunId: z
      .string()
      .optional()
      .meta({ description: 'The held run that found the same people first: it is the one to decide.' }),
    requestIds: z.array(z.string()).readonly().meta({ description: 'Requests that this run answers.' }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    counts: Counts,
    drift: people.nullable().meta({
      description:
        'People whom a full run found changed though Microsoft had not told of it; null where it had nothing to compare with.',
    }),
    wouldHold: z.object({ removals: people, limit: people }).optional().meta({
      description:
        'Of a preview: saving would remove so many, with those of the last 24 hours, that the clean-up waits for a decision.',
    }),
    progress: z.object({
      read: people,
      expected: people.nullable().meta({ description: 'About how many the directory has; null: it does not say.' }),
    }),
    error: Trouble.optional(),
    temporalUrl: z.url().meta({ description: 'The run in the Temporal UI.' }),
  })
  .meta({ id: 'SyncRun' });

export const RunsQuery = ListQuery.extend({
  requestId: plainText(200).optional().meta({ description: 'Only the runs that answer this request.' }),
  kind: z.enum(RUN_KINDS).optional().meta({ description: 'Only runs of this kind. Without it, all but previews.' }),
});

/** What a request for a run is answered with. */
export const Requested = z
  .object({ requestId: z.uuid().meta({ description: 'runs?requestId= finds the run that answers it.' }) })
  .meta({ id: 'Requested' });

/** What a preview is answered with. */
export const PreviewStarted = z
  .object({ runId: z.string().meta({ description: 'The number of the run within its tenant.' }) })
  .meta({ id: 'PreviewStarted' });

export const SyncBody = z
  .strictObject({ full: z.boolean().optional().meta({ description: 'Read the whole directory again.' }) })
  .meta({ id: 'SyncRequest' });

export const Approval = z.strictObject({ decision: z.enum(['approve', 'reject']) }).meta({ id: 'Approval' });
