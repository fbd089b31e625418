import { Hono, type Context } from 'hono';
import { readIntegration } from '../../../db/integration-settings.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import type { Field } from '../../../sync/field.schema.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { acceptFields } from '../../settings/accept-fields.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { notAcceptable } from '../../refuse-invalid.ts';
import { findTenant } from '../../require-status.ts';
import { saveFields } from '../../settings/save-fields.ts';
import { startPreview } from '../../runs/start-preview.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { withQuery } from '../addresses/with-query.ts';
import { DONE_AFTER } from '../forms/after-save-words.ts';
import { readLists } from '../forms/read-form.ts';
import { orRefused } from '../forms/refused-form.tsx';
import { versionTold } from '../forms/version-told.ts';
import { doneAddress } from '../frame/done.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { editFields } from './edit-fields.ts';
import { FieldsForm, fieldsOf, type FieldsDraft } from './fields-form.schema.ts';
import { lookUpExample } from './look-up-example.ts';
import { showFields, type Shown } from './show-fields.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'sync' | 'directoryOf' | 'newId' | 'log'>;

/** Preferences › Fields: which columns, from where? One form, whose buttons say what is to be done with it. */
export const fieldsPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/fields', (c) => showFields(deps, c))
    .post('/tenants/:id/fields', async (c) => {
      await deps.db.inTransaction(tenantIdOf(c), (tx) => findTenant(tenantIdOf(c), tx));
      const { draft: sent, pressed, example } = await readLists(c, FieldsForm);
      const { draft, added, wrong } = editFields(sent, pressed);
      const shown = { draft, example, added, notAdded: wrong };
      switch (pressed.word) {
        case 'save':
          return save(deps, c, shown, draft.version);
        case 'saveOver':
          return save(deps, c, shown, versionTold(pressed.about));
        case 'preview':
          return preview(deps, c, shown);
        case 'look':
        case 'up':
        case 'down':
        case 'remove':
        case 'add':
        case 'reset':
          return showFields(deps, c, shown);
        default:
          return assertNever(pressed.word);
      }
    });

type Sent = Shown & { readonly draft: FieldsDraft };

const refusable = (deps: Deps, c: Context<PageEnv>, shown: Sent, act: () => Promise<Response>): Promise<Response> =>
  orRefused(act, (refused) => showFields(deps, c, { ...shown, refused }));

const save = (deps: Deps, c: Context<PageEnv>, shown: Sent, expected: number): Promise<Response> =>
  refusable(deps, c, shown, async () => {
    const id = tenantIdOf(c);
    const { after } = await saveFields(deps, id, expected, understood(shown.draft));
    return c.redirect(doneAddress(`/tenants/${id}/fields`, DONE_AFTER[after]), 303);
  });

/**
 * The form goes with the preview: the page that shows it has what was previewed, and not what is saved. Its address has of
 * whoever the examples are of the object id alone, however they were written.
 */
const preview = (deps: Deps, c: Context<PageEnv>, shown: Sent): Promise<Response> =>
  refusable(deps, c, shown, async () => {
    const id = tenantIdOf(c);
    const runId = await startPreview(deps, id, { fields: acceptFields(understood(shown.draft), 'items') });
    const example = shown.example && (await idOfExample(deps, id, shown.example, c.req.raw.signal));
    const asked = { preview: runId, version: String(shown.draft.version), example };
    return c.redirect(`${withQuery(`/tenants/${id}/fields`, asked)}#preview-title`, 303);
  });

/** For the page's address, which may hold an object id and no name. Undefined: nobody is shown, or nobody can be asked now. */
async function idOfExample(deps: Deps, id: TenantId, who: string, asked: AbortSignal): Promise<string | undefined> {
  const about = await deps.db.inTransaction(id, async (tx) => ({
    tenant: await findTenant(id, tx),
    settings: (await readIntegration(id, tx)).settings,
  }));
  const example = await lookUpExample(deps, { ...about, who, fields: [] }, asked);
  return example.kind === 'person' ? example.id : undefined;
}

/** Throws ProblemError that names each place of the form that holds no field. */
function understood(draft: FieldsDraft): readonly Field[] {
  const read = fieldsOf(draft);
  if (read.kind === 'refused') throw notAcceptable(read.findings);
  return read.fields;
}
