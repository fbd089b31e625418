import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { Tx } from '../../../db/database.ts';
import { readExamples } from '../../../db/example-versions.ts';
import { readFields } from '../../../db/field-versions.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import { listAdmins } from '../../../db/list-admins.ts';
import { readEmailSources, type EmailSources } from '../../../db/read-email-sources.ts';
import { readNotImported, type NotImported } from '../../../db/read-not-imported.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import type { Example } from '../../../sync/example.schema.ts';
import type { Field } from '../../../sync/field.schema.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { ConnectivityFound } from '../../checks/check-connectivity.ts';
import type { CheckSteps } from '../../checks/check-step.ts';
import { noteError } from '../../note-error.ts';
import { ProblemError } from '../../problem-error.ts';
import { readQuery } from '../addresses/read-query.ts';
import { assetAddress } from '../assets/assets.ts';
import { LookButton } from '../forms/look-button.tsx';
import { RefusedForm, type Refused } from '../forms/refused-form.tsx';
import { answerInParts } from '../frame/answer-in-parts.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { DoneNote } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { AskedPreview } from '../preview/asked-preview.ts';
import { PreviewForgotten } from '../preview/preview-forgotten.tsx';
import { followed, PreviewSection } from '../preview/preview-section.tsx';
import { PreviewQuery, readShownPreview } from '../preview/read-shown-preview.ts';
import { ConnectivitySection, connectivityParts } from './connectivity-section.tsx';
import { AccountSection } from './account-section.tsx';
import { CleanUpSection } from './clean-up-section.tsx';
import { EmailSection } from './email-section.tsx';
import { ExamplesPart } from './examples-part.tsx';
import { FiltersSection } from './filters-section.tsx';
import type { Groups } from './group-picker.tsx';
import { lookUpExamples, type TriedExamples } from './look-up-examples.ts';
import { lookUpGroups } from './look-up-groups.ts';
import { placeOf } from './places.ts';
import { rulesOfDraft } from './rules-of-draft.ts';
import { SETTINGS_FORM, SettingsBar } from './settings-bar.tsx';
import { draftOf, type SettingsDraft } from './settings-form.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf' | 'log'>;

/** What the page shows beside what is stored; without a draft, what is saved, or what a preview was asked for. */
export type Shown = {
  readonly draft?: SettingsDraft;
  readonly groupQuery?: string;
  readonly searchGroups?: boolean;
  readonly exampleWho?: string;
  readonly refused?: Refused;
  /** Check Connectivity, which goes on while the page is shown. */
  readonly steps?: CheckSteps<ConnectivityFound>;
};

/** The page begins when the fields have been told what they ask about, or without it after this long. */
const BEGINS_WITHIN_MS = 3_000;

/** The page, with the form as it was sent, as it is previewed, or as it is saved. */
export async function showIntegration(deps: Deps, c: Context<PageEnv>, shown: Shown = {}): Promise<Response> {
  const asked = c.req.method === 'GET' ? readQuery(c, AskedPreview) : {};
  const read = await onTenant(deps, c, async (tx, { tenant: { id } }) => ({
    ...(await readStored(id, tx)),
    preview: asked.preview && (await readShownPreview(id, tx, asked.preview, PreviewQuery.parse({}))),
  }));
  const { id, now, standing, state, tenant, found } = read;
  const { preview, saved } = found;
  const own = `/tenants/${id}/integration`;
  const previewed = preview?.unsaved.settings;
  const stored = previewed
    ? draftOf(asked.version ?? saved.version, previewed)
    : draftOf(saved.version, saved.settings);
  const draft = shown.draft ?? stored;
  const { refused, steps } = shown;
  const { groups, tried } = await lookUp(deps, standing.tenant, { draft, shown, ...found }, c.req.raw.signal);
  const { viewer, formToken } = c.var;
  const about = { title: 'Integration', tenant, ...followed(preview) };
  const content = (
    <div class="checks-first">
      <h1>Integration</h1>
      <div class="reading">
        <DoneNote c={c} />
        {asked.preview && !preview && <PreviewForgotten />}
        {refused && <RefusedForm {...{ refused, placeOf, own, version: draft.version, form: SETTINGS_FORM }} />}
        <LookButton form={SETTINGS_FORM} />
        <AccountSection
          tenant={standing.tenant}
          admins={found.admins}
          viewer={viewer}
          formToken={formToken}
          now={now}
        />
        {state.kind !== 'offboarding' && (
          <SettingsSections {...{ own, draft, shown, groups, tried, formToken }} {...found} />
        )}
      </div>
      {preview && <PreviewSection tenantId={id} preview={preview} now={now} />}
      {state.kind !== 'offboarding' && <SettingsBar own={own} />}
      <script src={assetAddress('reorder.js')} async></script>
      {steps && <ConnectivitySection />}
    </div>
  );
  if (steps === undefined) return answerPage(c, { ...about, ...(refused && { status: refused.status }) }, content);
  const noted = (err: unknown) => noteError(deps, err, c);
  const places = connectivityParts(steps, noted, c.var.requestId);
  return answerInParts(c, about, content, { places, onBroken: noted });
}

type Asked = Pick<Props, 'draft' | 'shown' | 'examples'> & {
  readonly saved: Awaited<ReturnType<typeof readIntegration>>;
  readonly fields: readonly Field[];
};

/** What the fields are told beside them, live. */
async function lookUp(
  deps: Deps,
  tenant: TenantRow,
  { draft, shown, saved, fields, examples }: Asked,
  asked: AbortSignal,
): Promise<Pick<Props, 'groups' | 'tried'>> {
  const { groupQuery: query = '', searchGroups: search = false } = shown;
  const signal = search ? asked : forAMoment(asked);
  const groups = await lookUpGroups(deps, tenant, { chosen: draft.groups, query, search }, signal);
  const rules = rulesOfDraft(draft, saved.settings, fields);
  return { groups, tried: await lookUpExamples(deps, tenant, { examples, rules }, signal) };
}

function forAMoment(asked: AbortSignal): AbortSignal {
  const moment = new AbortController();
  setTimeout(() => moment.abort(NOT_YET), BEGINS_WITHIN_MS).unref();
  return AbortSignal.any([asked, moment.signal]);
}

const NOT_YET = new ProblemError('directoryAway', 'Microsoft has not answered yet.', {
  remedy: 'Load the page again. Check Connectivity says more.',
});

const readStored = async (id: TenantId, tx: Tx) => ({
  saved: await readIntegration(id, tx),
  fields: (await readFields(id, tx)).items,
  examples: (await readExamples(id, tx)).items,
  admins: await listAdmins(id, tx),
  told: await readEmailSources(id, tx),
  notImported: await readNotImported(id, tx),
});

type Props = {
  readonly own: string;
  readonly draft: SettingsDraft;
  readonly shown: Shown;
  readonly groups: Groups;
  readonly told: EmailSources | undefined;
  readonly notImported: NotImported | undefined;
  readonly examples: readonly Example[];
  readonly tried: TriedExamples;
  readonly formToken: string;
};

const SettingsSections: FC<Props> = (props) => {
  const { own, draft, shown, groups, told, notImported, examples, tried, formToken } = props;
  const findings = shown.refused?.findings ?? [];
  return (
    <form method="post" action={own} id={SETTINGS_FORM}>
      <FormToken value={formToken} />
      <input type="hidden" name="version" value={String(draft.version)} />
      <EmailSection {...{ own, draft, findings, told }} />
      <FiltersSection {...{ own, draft, findings, notImported, groups }}>
        <ExamplesPart {...{ own, examples, tried, findings, who: shown.exampleWho ?? '' }} />
      </FiltersSection>
      <CleanUpSection {...{ draft, findings }} />
    </form>
  );
};
