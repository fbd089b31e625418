import { Hono, type Context } from 'hono';
import { assertNever } from '../../../sync/assert-never.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { ProblemError } from '../../problem-error.ts';
import { notAcceptable } from '../../refuse-invalid.ts';
import { saveFields } from '../../save-fields.ts';
import { DONE_AFTER } from '../after-save-words.ts';
import { doneAddress } from '../done.tsx';
import type { PageEnv } from '../page-env.ts';
import { readLists } from '../read-form.ts';
import { refusedBy } from '../refused-form.tsx';
import { tenantIdOf } from '../tenant-path.ts';
import { editFields } from './edit-fields.ts';
import { FieldsForm, fieldsOf, type FieldsDraft } from './fields-form.schema.ts';
import { showFields, type Shown } from './show-fields.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'sync' | 'directoryOf' | 'newId' | 'log'>;

/** Preferences › Fields: which columns, from where? One form, whose buttons say what is to be done with it. */
export const fieldsPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/fields', (c) => showFields(deps, c))
    .post('/tenants/:id/fields', async (c) => {
      const { draft: sent, pressed, example } = await readLists(c, FieldsForm);
      const { draft, added, wrong } = editFields(sent, pressed);
      const shown = { draft, example, added, notAdded: wrong };
      switch (pressed.word) {
        case 'save':
          return save(deps, c, shown, draft.version);
        case 'saveOver':
          return save(deps, c, shown, Number(pressed.about));
        case 'look':
        case 'preview':
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

/** What is refused is said on the page that still holds what was typed. */
async function save(
  deps: Deps,
  c: Context<PageEnv>,
  shown: Shown & { readonly draft: FieldsDraft },
  expected: number,
): Promise<Response> {
  const id = tenantIdOf(c);
  try {
    const read = fieldsOf(shown.draft);
    if (read.kind === 'refused') throw notAcceptable(read.findings);
    const { after } = await saveFields(deps, id, expected, read.fields);
    return c.redirect(doneAddress(`/tenants/${id}/fields`, DONE_AFTER[after]), 303);
  } catch (err) {
    if (!(err instanceof ProblemError)) throw err;
    return showFields(deps, c, { ...shown, refused: refusedBy(err) });
  }
}
