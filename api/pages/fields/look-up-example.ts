import type { TenantRow } from '../../../db/tenants.ts';
import type { LookUp } from '../../../entra/directory.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import { chooseEmail } from '../../../sync/choose-email.ts';
import { FAILURES } from '../../../sync/failure.ts';
import type { EntraUser } from '../../../sync/entra-user.ts';
import { parseFieldSource } from '../../../sync/field-source.ts';
import type { EntraObjectId } from '../../../sync/ids.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import { compileFields, mapFields } from '../../../sync/map-fields.ts';
import { selectProperties } from '../../../sync/select-properties.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { directoryTrouble } from '../../refuse-directory.ts';
import { NOT_ONE_PERSON } from '../words/not-one-person.ts';
import type { DraftField } from './fields-form.schema.ts';

/** What a real person of the directory has in each field, or why nobody shows it. Asked live, and stored nowhere. */
export type Example =
  | {
      readonly kind: 'person';
      readonly id: EntraObjectId;
      readonly name: string;
      /** In the order of the fields; null: empty in Entra. Undefined: the source is not understood. */
      readonly values: readonly (string | null | undefined)[];
    }
  | { readonly kind: 'nobody'; readonly why: string };

type Wanted = {
  readonly tenant: TenantRow;
  /** Address, name or object id; undefined: nobody can be thought of. */
  readonly who: string | EntraObjectId | undefined;
  readonly fields: readonly DraftField[];
  readonly settings: IntegrationSettings;
};

/** A page waits for it, and is of use without it. */
const WITHIN_MS = 8_000;

/** One request: one person, with the properties that these fields need. */
export async function lookUpExample(
  { directoryOf }: Pick<ApiDeps, 'directoryOf'>,
  { tenant, who, fields, settings }: Wanted,
  asked: AbortSignal,
): Promise<Example> {
  if (tenant.entraTenantId === null || tenant.status === 'unlinked') return nobody(FAILURES.tenantNotLinked.message);
  if (who === undefined) return nobody('Write the address of somebody to see an example of each field.');
  // By place, and not by key: while a form is written two fields can have one.
  const understood = fields.flatMap(({ source }, index) => {
    const parsed = parseFieldSource(source.trim());
    return parsed.kind === 'understood' ? [{ key: String(index), label: '', source: parsed.text }] : [];
  });
  const select = selectProperties(settings, understood);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(WITHIN_MS)]);
  try {
    const found = await directoryOf(tenant.entraTenantId).lookUpUser(who, select, signal);
    return exampleOf(found, (user) => {
      const email = chooseEmail(user, settings.email.sources)?.address ?? '';
      const values = mapFields(user, compileFields(understood), email, settings.email.sources);
      return fields.map((_, index) => values[String(index)]);
    });
  } catch (err) {
    return nobody(directoryTrouble(err));
  }
}

const nobody = (why: string): Example => ({ kind: 'nobody', why });

function exampleOf(found: LookUp, valuesOf: (user: EntraUser) => readonly (string | null | undefined)[]): Example {
  switch (found.kind) {
    case 'one':
      return {
        kind: 'person',
        id: found.user.id,
        name: found.user.displayName ?? found.user.userPrincipalName,
        values: valuesOf(found.user),
      };
    case 'several':
      return nobody(NOT_ONE_PERSON.several);
    case 'deleted':
      return nobody('This person was deleted in Entra: write the address of somebody else.');
    case 'none':
      return nobody(NOT_ONE_PERSON.none);
    default:
      return assertNever(found);
  }
}
