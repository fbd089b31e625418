import { defineEntity, p } from '@mikro-orm/core';
import type { TenantId } from '../../sync/ids.ts';

const ExamplesVersionSchema = defineEntity({
  name: 'ExamplesVersion',
  tableName: 'example_versions',
  properties: {
    tenantId: p.uuid().$type<TenantId>().primary(),
    version: p.integer().primary(),
    /** To be parsed when it is read. */
    items: p.json<unknown>(),
  },
});

/** One save of a tenant's examples. A version never changes. */
export class ExamplesVersion extends ExamplesVersionSchema.class {}
ExamplesVersionSchema.setClass(ExamplesVersion);
