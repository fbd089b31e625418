import { defineEntity, p } from '@mikro-orm/core';
import type { TenantId } from '../../sync/ids.ts';

const FieldsVersionSchema = defineEntity({
  name: 'FieldsVersion',
  tableName: 'field_versions',
  properties: {
    tenantId: p.uuid().$type<TenantId>().primary(),
    version: p.integer().primary(),
    /** To be parsed when it is read. */
    items: p.json<unknown>(),
  },
});

/** One save of a tenant's fields. A version never changes: runs name the one that they go by. */
export class FieldsVersion extends FieldsVersionSchema.class {}
FieldsVersionSchema.setClass(FieldsVersion);
