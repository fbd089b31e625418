import { describe, expect, test } from 'vitest';
import { decideStop } from '../../sync/decide-stop.ts';
import { RUN_KINDS, TENANT_STATUSES, type TenantStatus } from '../../sync/run.ts';

// prettier-ignore
const TABLE: Readonly<Record<TenantStatus, readonly [sync: string, preview: string]>> = {
  unlinked:       ['stop', 'tenantNotLinked'],
  linked:         ['goOn', 'goOn'],
  active:         ['goOn', 'goOn'],
  paused:         ['stop', 'goOn'],
  needsAttention: ['goOn', 'goOn'],
  offboarding:    ['stop', 'tenantOffboarding'],
};

describe.each(TENANT_STATUSES)('at a page border of a tenant that is %s', (status) => {
  test.each(RUN_KINDS)('a %s run goes on, stops or ends as it should', (kind) => {
    const decision = decideStop(kind, status);
    const [sync, preview] = TABLE[status];
    expect(decision.kind === 'fail' ? decision.code : decision.kind).toBe(kind === 'preview' ? preview : sync);
  });
});
