import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { quoted } from '../options.ts';
import { readJsonFile } from '../read-json-file.ts';
import { readItems } from '../read-items.ts';
import { PreviewDuplicate, PreviewStarted, RunChange, type SyncRun } from '../responses.schema.ts';
import { runPath } from '../runs/find-run.ts';
import { runDetails } from '../runs/run-text.ts';
import { ENDING_OF } from '../sync/answer-request.ts';
import { watchRun } from '../sync/watch-run.ts';
import { waitForEnd } from '../sync/wait-for-run.ts';
import { previewText, type PreviewedList } from './preview-text.ts';

export type PreviewOptions = { readonly settings?: string; readonly fields?: string; readonly wait?: boolean };

/** Starts a preview of unsaved settings and fields; waits for it, and shows what would happen and to whom first. */
export async function previewChanges(
  context: Context,
  tenant: string,
  { settings, fields, wait = false }: PreviewOptions,
): Promise<Ending> {
  const { api, output } = context;
  const body = {
    ...(settings !== undefined && { settings: withoutVersion(await readJsonFile(settings)) }),
    ...(fields !== undefined && { fields: itemsOf(await readJsonFile(fields)) }),
  };
  const tenantId = await findTenantId(api, tenant);
  const { runId } = await api.send('POST', path`/api/tenants/${tenantId}/preview`, PreviewStarted, body);
  const label = `${tenant}/${runId}`;
  if (!wait) {
    output.result({ runId }, () => `Asked for. See it with: rollcall runs show ${quoted(label)}`);
    return 'ok';
  }
  const reference = { tenantId, number: runId, label };
  const run = await watchRun(output, { tenant, number: runId }, (watcher) =>
    waitForEnd(context, runPath(reference), watcher),
  );
  if (run.state !== 'succeeded') {
    output.result(run, () => runDetails(run, label));
    return ENDING_OF[run.state];
  }
  const lists = await firstOfLists(context, runPath(reference), run);
  const duplicates = await firstDuplicates(context, runPath(reference), run);
  const listed = {
    ...Object.fromEntries(lists.map(({ action, items }) => [action, items])),
    ...(duplicates.length > 0 && { duplicates }),
  };
  output.result({ run, lists: listed }, () => previewText(run, lists, duplicates, label));
  return 'ok';
}

/** So many of each list: `runs changes` shows the others. */
const FIRST = 5;
const COUNTED = {
  create: 'created',
  restore: 'restored',
  update: 'updated',
  remove: 'removed',
  missing: 'missing',
} as const satisfies Readonly<Record<string, keyof SyncRun['counts']>>;

async function firstOfLists({ api }: Context, route: string, { counts }: SyncRun): Promise<readonly PreviewedList[]> {
  const lists: PreviewedList[] = [];
  for (const [action, counter] of Object.entries(COUNTED)) {
    const people = counts[counter];
    if (people === 0) continue;
    const { items } = await readItems(api, `${route}/changes`, RunChange, { action }, FIRST, FIRST);
    lists.push({ action, people, items });
  }
  return lists;
}

async function firstDuplicates(
  { api }: Context,
  route: string,
  { counts }: SyncRun,
): Promise<readonly PreviewDuplicate[]> {
  if (counts.duplicates === 0) return [];
  return (await readItems(api, `${route}/duplicates`, PreviewDuplicate, {}, FIRST, FIRST)).items;
}

/** As it was read: saving asks for the version apart, and a preview for none. */
function withoutVersion(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !('version' in settings)) return settings;
  const { version: _read, ...rest } = settings;
  return rest;
}

const itemsOf = (fields: unknown): unknown =>
  typeof fields === 'object' && fields !== null && 'items' in fields ? fields.items : fields;
