import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { readFields } from '../../../db/field-versions.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import { listEmployees } from '../../../db/list-employees.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { readQuery } from '../addresses/read-query.ts';
import { assetAddress } from '../assets/assets.ts';
import { FormBar, SendButton } from '../forms/form-bar.tsx';
import { LookButton } from '../forms/look-button.tsx';
import { RefusedForm, type Refused } from '../forms/refused-form.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { DoneNote } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv, Viewer } from '../frame/page-env.ts';
import { AskedPreview } from '../preview/asked-preview.ts';
import { PreviewForgotten } from '../preview/preview-forgotten.tsx';
import { followed, PreviewSection } from '../preview/preview-section.tsx';
import { PreviewQuery, readShownPreview } from '../preview/read-shown-preview.ts';
import { AddField } from './add-field.tsx';
import { ExampleField } from './example-field.tsx';
import { FieldList } from './field-list.tsx';
import { draftOf, type FieldsDraft } from './fields-form.schema.ts';
import { lookUpExample, type Example } from './look-up-example.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

/** What the page shows beside what is stored; without a draft, what is saved. */
export type Shown = {
  readonly draft?: FieldsDraft;
  /** Whom the examples are of, as it was written. */
  readonly example?: string | undefined;
  /** The key of the field that was just added. */
  readonly added?: string | undefined;
  readonly notAdded?: Finding | undefined;
  readonly refused?: Refused;
};

/** An object id names nobody, so an address may hold one: of a name or an address of mail only a form's body does. */
const Linked = z.object({ example: z.guid().optional() });
const FORM = 'fields';

/** The page, with the form as it was sent, or as it is saved. */
export async function showFields(deps: Deps, c: Context<PageEnv>, shown: Shown = {}): Promise<Response> {
  const asked = c.req.method === 'GET' ? readQuery(c, AskedPreview) : {};
  const { id, now, standing, state, tenant, found } = await onTenant(deps, c, async (tx, about) => ({
    saved: await readFields(about.tenant.id, tx),
    settings: (await readIntegration(about.tenant.id, tx)).settings,
    employees: await listEmployees(about.tenant.id, tx, { sort: 'name', status: 'active', limit: 1 }),
    preview: asked.preview && (await readShownPreview(about.tenant.id, tx, asked.preview, PreviewQuery.parse({}))),
  }));
  const { viewer, formToken } = c.var;
  const own = `/tenants/${id}/fields`;
  const written = shown.example ?? readQuery(c, Linked).example;
  const { saved, preview } = found;
  const previewed = preview?.unsaved.fields;
  const stored = previewed ? draftOf(asked.version ?? saved.version, previewed) : draftOf(saved.version, saved.items);
  const draft = shown.draft ?? stored;
  const who = written ?? found.employees.items[0]?.entraObjectId ?? oidOf(viewer);
  const wanted = { tenant: standing.tenant, who, fields: draft.fields, settings: found.settings };
  const example = await lookUpExample(deps, wanted, c.req.raw.signal);
  const { refused } = shown;
  const places = (finding: Finding) => placeOf(finding, draft);
  return answerPage(
    c,
    {
      ...{ title: 'Fields', tenant, ...followed(preview) },
      ...(refused && { status: refused.status }),
    },
    <>
      <h1>Fields</h1>
      <p>The columns of Employees in their order, and where in Entra each comes from.</p>
      <DoneNote c={c} />
      {asked.preview && !preview && <PreviewForgotten />}
      {refused && <RefusedForm {...{ refused, placeOf: places, own, version: draft.version, form: FORM }} />}
      {state.kind !== 'offboarding' && <FieldsParts {...{ own, draft, shown, example, written, formToken }} />}
      {preview && <PreviewSection tenantId={id} preview={preview} now={now} />}
      {state.kind !== 'offboarding' && (
        <FormBar own={own} form={FORM}>
          <SendButton own={own} form={FORM} press="reset">
            Reset to defaults
          </SendButton>
        </FormBar>
      )}
      <script src={assetAddress('reorder.js')} defer></script>
    </>,
  );
}

/** An admin is somebody of the directory too: where nobody is an employee yet, the examples are of whoever looks. */
const oidOf = (viewer: Viewer) => (viewer.kind === 'admin' ? viewer.entraObjectId : undefined);

/** `items.3.source` is of the fourth field, which stands in the form. */
function placeOf({ path }: Finding, draft: FieldsDraft) {
  const [, index] = /^(?:items|fields)\.(\d+)\./.exec(path) ?? [];
  const field = index === undefined ? undefined : draft.fields[Number(index)];
  return field && { at: `field-${field.key}`, label: field.label || field.key };
}

type Props = {
  readonly own: string;
  readonly draft: FieldsDraft;
  readonly shown: Shown;
  readonly example: Example;
  readonly written: string | undefined;
  readonly formToken: string;
};

const FieldsParts: FC<Props> = ({ own, draft, shown, example, written, formToken }) => (
  <form method="post" action={own} id={FORM}>
    <FormToken value={formToken} />
    <input type="hidden" name="version" value={String(draft.version)} />
    <LookButton form={FORM} />
    <ExampleField {...{ own, example, written }} />
    <div class="card mb-3">
      <div class="card-body">
        <FieldList {...{ own, draft, example, findings: shown.refused?.findings ?? [], added: shown.added }} />
      </div>
    </div>
    <AddField {...{ own, draft, wrong: shown.notAdded }} />
  </form>
);
