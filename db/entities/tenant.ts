import { defineEntity, p } from '@mikro-orm/core';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { TenantStatus } from '../../sync/run.ts';

const TenantSchema = defineEntity({
  name: 'Tenant',
  tableName: 'tenants',
  properties: {
    id: p.uuid().$type<TenantId>().primary(),
    name: p.text(),
    entraTenantId: p.uuid().$type<EntraTenantId>().nullable(),
    status: p.text().$type<TenantStatus>(),
    attentionCode: p.text().nullable(),
    attentionDetail: p.text().nullable(),
    employees: p.integer(),
    lastSyncedAt: p.datetime().nullable(),
    nextSyncAt: p.datetime().nullable(),
    linkedAt: p.datetime().nullable(),
    directoryName: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** A tenant as people read it; what runs keep beside it (db/open-run.ts) is theirs alone. */
export class Tenant extends TenantSchema.class {}
TenantSchema.setClass(Tenant);
