import { Hono, type Context } from 'hono';
import { assertNever } from '../../../sync/assert-never.ts';
import { acceptFilters, findingsOfFilters } from '../../settings/accept-filters.ts';
import { acceptGroups } from '../../settings/accept-groups.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { beginConnectivity } from '../../checks/check-connectivity.ts';
import { notAcceptable } from '../../refuse-invalid.ts';
import { findTenant } from '../../require-status.ts';
import { saveIntegration } from '../../settings/save-integration.ts';
import { startPreview } from '../../runs/start-preview.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { withQuery } from '../addresses/with-query.ts';
import { DONE_AFTER } from '../forms/after-save-words.ts';
import { readLists } from '../forms/read-form.ts';
import { orRefused } from '../forms/refused-form.tsx';
import { versionTold } from '../forms/version-told.ts';
import { doneAddress } from '../frame/done.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { changeExamples, type ExampleChange } from './change-examples.ts';
import { editSettings } from './edit-settings.ts';
import { SettingsForm, settingsOf, type SettingsDraft } from './settings-form.schema.ts';
import { showIntegration, type Shown } from './show-integration.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'sync' | 'directoryOf' | 'newId' | 'log'>;

/** Preferences › Integration: who comes in, and how. One form, whose buttons say what is to be done with it. */
export const integrationPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/integration', (c) => showIntegration(deps, c))
    .post('/tenants/:id/integration', async (c) => {
      await deps.db.inTransaction(tenantIdOf(c), (tx) => findTenant(tenantIdOf(c), tx));
      const { draft: sent, pressed, groupQuery, example } = await readLists(c, SettingsForm);
      const draft = editSettings(sent, pressed);
      const shown = { draft, groupQuery, exampleWho: example.who };
      const refusable = (act: () => Promise<Response>) =>
        orRefused(act, (refused) => showIntegration(deps, c, { ...shown, refused }));
      const { about: entraObjectId } = pressed;
      const examples = (change: ExampleChange) => refusable(() => tryOn(deps, c, shown, change));
      switch (pressed.word) {
        case 'save':
          return refusable(() => save(deps, c, draft, draft.version));
        case 'saveOver':
          return refusable(() => save(deps, c, draft, versionTold(pressed.about)));
        case 'check':
          return refusable(() => check(deps, c, shown));
        case 'preview':
          return refusable(() => preview(deps, c, draft));
        case 'look':
        case 'addGroup':
          return showIntegration(deps, c, { ...shown, searchGroups: true });
        case 'removeGroup':
        case 'up':
        case 'down':
          return showIntegration(deps, c, shown);
        case 'addExample':
          return examples({ kind: 'add', ...example });
        case 'expectImported':
          return examples({ kind: 'expect', entraObjectId, expected: 'imported' });
        case 'expectNotImported':
          return examples({ kind: 'expect', entraObjectId, expected: 'notImported' });
        case 'removeExample':
          return examples({ kind: 'remove', entraObjectId });
        default:
          return assertNever(pressed.word);
      }
    });

async function save(deps: Deps, c: Context<PageEnv>, draft: SettingsDraft, expected: number): Promise<Response> {
  const id = tenantIdOf(c);
  const { after } = await saveIntegration(deps, id, expected, understood(draft));
  return c.redirect(doneAddress(`/tenants/${id}/integration`, DONE_AFTER[after]), 303);
}

async function check(deps: Deps, c: Context<PageEnv>, shown: Shown & { draft: SettingsDraft }): Promise<Response> {
  const settings = understood(shown.draft);
  const steps = await beginConnectivity(deps, tenantIdOf(c), { settings }, c.req.raw.signal);
  return showIntegration(deps, c, { ...shown, steps });
}

/** The form goes with the preview: the page that shows it has what was previewed, and not what is saved. */
async function preview(deps: Deps, c: Context<PageEnv>, draft: SettingsDraft): Promise<Response> {
  const id = tenantIdOf(c);
  const settings = acceptFilters(understood(draft), 'filters');
  await acceptGroups(deps, id, settings, 'filters');
  const runId = await startPreview(deps, id, { settings });
  const asked = { preview: runId, version: String(draft.version) };
  return c.redirect(`${withQuery(`/tenants/${id}/integration`, asked)}#preview-title`, 303);
}

/** Examples are saved at once; the rest of the form waits for its own save. */
async function tryOn(deps: Deps, c: Context<PageEnv>, shown: Shown, change: ExampleChange): Promise<Response> {
  await changeExamples(deps, tenantIdOf(c), change);
  return showIntegration(deps, c, { ...shown, exampleWho: '' });
}

/** Throws ProblemError that names each place of the form that holds no setting. */
function understood(draft: SettingsDraft) {
  const read = settingsOf(draft);
  if (read.kind === 'refused') throw notAcceptable([...read.findings, ...findingsOfFilters(draft, 'filters')]);
  return read.settings;
}
