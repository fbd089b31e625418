import { defineEntity, p } from '@mikro-orm/core';
import type { TenantId } from '../../sync/ids.ts';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    /** Null: an operator's. */
    tenantId: p.uuid().$type<TenantId>().nullable(),
    name: p.text(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
});

/** What is shown of a key. Its hash is written and compared in SQL, and never read. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
