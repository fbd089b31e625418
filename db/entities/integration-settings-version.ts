import { defineEntity, p } from '@mikro-orm/core';
import type { TenantId } from '../../sync/ids.ts';

const IntegrationSettingsVersionSchema = defineEntity({
  name: 'IntegrationSettingsVersion',
  tableName: 'integration_settings',
  properties: {
    tenantId: p.uuid().$type<TenantId>().primary(),
    version: p.integer().primary(),
    /** To be parsed when it is read. */
    settings: p.json<unknown>(),
  },
});

/** One save of a tenant's integration settings. A version never changes: runs name the one that they go by. */
export class IntegrationSettingsVersion extends IntegrationSettingsVersionSchema.class {}
IntegrationSettingsVersionSchema.setClass(IntegrationSettingsVersion);
