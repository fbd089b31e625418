import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type * as z from 'zod';
import { readIntegration } from '../../../db/integration-settings.ts';
import { readExamples } from '../../../db/example-versions.ts';
import { readFields } from '../../../db/field-versions.ts';
import { listAdmins } from '../../../db/list-admins.ts';
import { readEmailSources, type EmailSources } from '../../../db/read-email-sources.ts';
import { readNotImported, type NotImported } from '../../../db/read-not-imported.ts';
import type { Example } from '../../../sync/example.schema.ts';
import type { Field } from '../../../sync/field.schema.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import { NOTATIONS, type Notation } from '../../../sync/filter/syntax-tree.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import { compileRules, type Rules } from '../../../sync/rules.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Connectivity } from '../../schemas/connectivity.schema.ts';
import { answerPage } from '../answer-page.tsx';
import { assetAddress } from '../assets.ts';
import { ConnectivitySection } from '../connectivity-section.tsx';
import { DoneNote } from '../done.tsx';
import { FormToken } from '../frame.tsx';
import { onTenant } from '../on-tenant.ts';
import type { PageEnv } from '../page-env.ts';
import { LookButton } from '../look-button.tsx';
import { RefusedForm, type Refused } from '../refused-form.tsx';
import { AccountSection } from './account-section.tsx';
import { CleanUpSection } from './clean-up-section.tsx';
import { EmailSection } from './email-section.tsx';
import { ExamplesPart } from './examples-part.tsx';
import { FiltersSection } from './filters-section.tsx';
import type { Groups } from './group-picker.tsx';
import { lookUpExamples, type TriedExamples } from './look-up-examples.ts';
import { lookUpGroups } from './look-up-groups.ts';
import { placeOf } from './places.ts';
import { SETTINGS_FORM, SettingsBar } from './settings-bar.tsx';
import { draftOf, settingsOf, type SettingsDraft } from './settings-form.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

/** What the page shows beside what is stored; without a draft, what is saved. */
export type Shown = {
  readonly draft?: SettingsDraft;
  readonly groupQuery?: string;
  readonly searchGroups?: boolean;
  readonly exampleWho?: string;
  readonly refused?: Refused;
  readonly connectivity?: z.infer<typeof Connectivity>;
};

/** The page, with the form as it was sent, or as it is saved. */
export async function showIntegration(deps: Deps, c: Context<PageEnv>, shown: Shown = {}): Promise<Response> {
  const { id, now, standing, state, tenant, found } = await onTenant(deps, c, async (tx, about) => ({
    saved: await readIntegration(about.tenant.id, tx),
    admins: await listAdmins(about.tenant.id, tx),
    told: await readEmailSources(about.tenant.id, tx),
    notImported: await readNotImported(about.tenant.id, tx),
    examples: (await readExamples(about.tenant.id, tx)).items,
    fields: (await readFields(about.tenant.id, tx)).items,
  }));
  const own = `/tenants/${id}/integration`;
  const draft = shown.draft ?? draftOf(found.saved.version, found.saved.settings);
  const { groupQuery: query = '', searchGroups: search = false, refused } = shown;
  const groups = await lookUpGroups(deps, standing.tenant, { chosen: draft.groups, query, search }, c.req.raw.signal);
  const rules = rulesOf(draft, found.saved.settings, found.fields);
  const tried = await lookUpExamples(deps, standing.tenant, { examples: found.examples, rules }, c.req.raw.signal);
  const { viewer, formToken } = c.var;
  return answerPage(
    c,
    { title: 'Integration', tenant, ...(refused && { status: refused.status }) },
    <div class="reading">
      <h1>Integration</h1>
      <DoneNote c={c} />
      {refused && <RefusedForm {...{ refused, placeOf, own, version: draft.version, form: SETTINGS_FORM }} />}
      <LookButton form={SETTINGS_FORM} />
      <AccountSection tenant={standing.tenant} admins={found.admins} viewer={viewer} formToken={formToken} now={now} />
      {state.kind !== 'offboarding' && (
        <SettingsSections {...{ own, draft, shown, groups, tried, formToken }} {...found} />
      )}
    </div>,
  );
}

/** By what the form holds; by what is saved, where the form cannot be used. */
function rulesOf(draft: SettingsDraft, saved: IntegrationSettings, fields: readonly Field[]): Rules {
  const read = settingsOf(draft);
  const usable = read.kind === 'settings' && NOTATIONS.every((notation) => isUnderstood(notation, read.settings));
  return compileRules(usable ? read.settings : saved, fields);
}

function isUnderstood(notation: Notation, { filters }: IntegrationSettings): boolean {
  const text = filters[notation];
  return !text || parseFilter(notation, text).kind === 'understood';
}

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

const SettingsSections: FC<Props> = ({ own, draft, shown, groups, told, notImported, examples, tried, formToken }) => {
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
      {shown.connectivity && <ConnectivitySection connectivity={shown.connectivity} />}
      <SettingsBar own={own} />
      <script src={assetAddress('reorder.js')} defer></script>
    </form>
  );
};
