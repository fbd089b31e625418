import type { FC } from 'hono/jsx';
import { capital } from '../../../sync/capital.ts';
import type { EntraObjectId, TenantId } from '../../../sync/ids.ts';
import { KIND_NAMES } from '../../../sync/kind-names.ts';
import { PERSON_KINDS, type PersonKind } from '../../../sync/person-kind.ts';
import { FormToken } from '../frame/frame.tsx';

/** Whoever knows better than Entra what somebody is says so, of an employee or of anybody else. */
export const KindByHand: FC<{
  tenantId: TenantId;
  id: EntraObjectId;
  kindByHand: PersonKind | undefined;
  formToken: string;
}> = ({ tenantId, id, kindByHand, formToken }) => (
  <form method="post" action={`/tenants/${tenantId}/people/${id}/kind`} aria-labelledby="kind-title">
    <FormToken value={formToken} />
    <h3 id="kind-title">This is…</h3>
    <p class="text-secondary">
      {kindByHand === undefined
        ? 'Overrules the kind by hand: at once, and in every run until it is given back.'
        : `${capital(KIND_NAMES[kindByHand])}: a person said so, whatever Entra says.`}{' '}
      An employee of a kind that the filters leave out is removed at once; without clean-up, marked as missing.
    </p>
    <div class="actions">
      {PERSON_KINDS.filter((kind) => kind !== kindByHand).map((kind) => (
        <button class="btn btn-sm" name="kind" value={kind}>
          {capital(KIND_NAMES[kind])}
        </button>
      ))}
      {kindByHand !== undefined && (
        <button class="btn btn-sm" name="kind" value="entra">
          Leave it to Entra again
        </button>
      )}
    </div>
  </form>
);
