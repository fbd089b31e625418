import type { FC } from 'hono/jsx';
import type { PreviewedDuplicate } from '../../../db/list-preview-duplicates.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { ListTable } from '../lists/list-table.tsx';

type Props = {
  readonly tenantId: TenantId;
  readonly people: readonly PreviewedDuplicate[];
  /** Said where there is nobody to list. */
  readonly nobody: string;
};

/** Who would share an address, and with whom. */
export const DuplicatesTable: FC<Props> = ({ tenantId, people, nobody }) =>
  people.length === 0 ? (
    <p class="card-body m-0">{nobody}</p>
  ) : (
    <ListTable label="Duplicates" heads={['Person', 'Address, and who would hold it']}>
      {people.map((person) => (
        <tr>
          <th scope="row" class="value">
            <Named tenantId={tenantId} who={person} />
          </th>
          <td class="value">
            {person.email}
            <div class="text-secondary">
              held by <Named tenantId={tenantId} who={person.heldBy} />
            </div>
          </td>
        </tr>
      ))}
    </ListTable>
  );

/** By name, and led to where they are an employee; of whoever was erased nothing but the id is left. */
const Named: FC<{ tenantId: TenantId; who: PreviewedDuplicate['heldBy'] }> = ({ tenantId, who }) => {
  const name = who.name || <code>{who.entraObjectId}</code>;
  return who.employeeId === null ? (
    <>{name}</>
  ) : (
    <a href={`/tenants/${tenantId}/employees/${who.employeeId}`}>{name}</a>
  );
};
