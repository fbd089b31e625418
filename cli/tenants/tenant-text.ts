import { styleText } from 'node:util';
import { formatDetails, formatTable } from '../format-table.ts';
import { humanNumber, humanTime } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import type { Tenant } from '../responses.schema.ts';

/** One line a tenant, and below them what somebody has to do. */
export function tenantTable(tenants: readonly Tenant[]): string {
  if (tenants.length === 0) return 'No tenants yet. Add one with `rollcall tenants add <name> --directory <id>`.';
  const rows = tenants.map((tenant) => [
    plainText(tenant.name),
    coloured(tenant.status),
    employees(tenant) ?? '',
    humanTime(tenant.lastSyncedAt),
    humanTime(tenant.nextSyncAt, new Date(), '–'),
    tenant.id,
  ]);
  const columns = [
    { title: 'NAME' },
    { title: 'STATUS' },
    { title: 'EMPLOYEES', align: 'right' },
    { title: 'LAST SYNC' },
    { title: 'NEXT SYNC' },
    { title: 'ID' },
  ] as const;
  const troubles = tenants.flatMap(({ name, attention }) =>
    attention ? [`${plainText(name)}: ${troubleText(attention)}`] : [],
  );
  return [formatTable(columns, rows), ...(troubles.length > 0 ? ['', ...troubles] : [])].join('\n');
}

export const tenantDetails = (tenant: Tenant): string =>
  formatDetails([
    ['name', plainText(tenant.name)],
    ['id', tenant.id],
    ['directory', tenant.entraTenantId ?? 'not linked'],
    ['status', coloured(tenant.status)],
    ['needs', tenant.attention ? troubleText(tenant.attention) : undefined],
    ['employees', employees(tenant)],
    ['last sync', withTime(tenant.lastSyncedAt, 'never')],
    ['next sync', withTime(tenant.nextSyncAt, undefined)],
  ]);

const employees = ({ employees }: Tenant): string | undefined =>
  employees == null ? undefined : humanNumber(employees);

export const troubleText = ({ message, remedy }: NonNullable<Tenant['attention']>): string =>
  plainText(`${message}${remedy ? ` ${remedy}` : ''}`);

const withTime = (time: string | null | undefined, none: string | undefined): string | undefined =>
  time == null ? none : `${humanTime(time)} (${time})`;

function coloured(status: string): string {
  const colour = status === 'active' ? 'green' : status === 'needsAttention' ? 'red' : 'yellow';
  return styleText(colour, plainText(status), { stream: process.stdout });
}
