import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { markSent, unsentMessages } from '../../db/across-tenants/reconcile.ts';
import { dropOvertaken } from '../../db/drop-overtaken.ts';
import { markMessageSent, storeMessage } from '../../db/outbox.ts';
import type { StoredMessage } from '../../db/stored-message.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import { openStage, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const store = (tenant: TestTenant, message: StoredMessage, id: string = randomUUID()) =>
  tenant.inTransaction((tx) => storeMessage(tenant.id, tx, { id, message }).then(() => id));
const unsent = async (...tenants: readonly TestTenant[]) =>
  (await stage.db.acrossTenants((tx) => unsentMessages(tx, 0))).filter(({ tenantId }) =>
    tenants.some(({ id }) => id === tenantId),
  );

describe('a message', () => {
  it.each<StoredMessage>([
    { kind: 'syncNow', requestId: 'r', trigger: 'manual', full: true },
    { kind: 'pause' },
    { kind: 'resume' },
    { kind: 'unlink' },
    { kind: 'offboard' },
    { kind: 'approveCleanUp', runId: '12' as RunId },
  ])('comes out of the outbox as it was stored: $kind', async (message) => {
    const tenant = await stage.tenant();
    const id = await store(tenant, message);
    expect(await unsent(tenant)).toEqual([{ tenantId: tenant.id, id, message }]);
  });

  it('stored twice is one message', async () => {
    const tenant = await stage.tenant();
    const id = await store(tenant, { kind: 'pause' });
    await store(tenant, { kind: 'resume' }, id);
    expect(await unsent(tenant)).toMatchObject([{ message: { kind: 'pause' } }]);
  });

  it('is stored with the change that it tells of, or not at all', async () => {
    const tenant = await stage.tenant();
    const attempt = tenant.inTransaction(async (tx) => {
      await storeMessage(tenant.id, tx, { id: randomUUID(), message: { kind: 'pause' } });
      throw new Error('on purpose');
    });
    await expect(attempt).rejects.toThrow('on purpose');
    expect(await unsent(tenant)).toEqual([]);
  });

  it('that was sent is not sent again, whoever sent it, and the time of the first is kept', async () => {
    const tenant = await stage.tenant();
    const [one, two] = [await store(tenant, { kind: 'pause' }), await store(tenant, { kind: 'resume' })];
    await tenant.inTransaction((tx) => markMessageSent(tenant.id, tx, one));
    await stage.db.acrossTenants((tx) => markSent(tx, two));
    expect(await unsent(tenant)).toEqual([]);
    const times = () => stage.asOwner('select id, sent_at from outbox where tenant_id = $1 order by id', [tenant.id]);
    const before = await times();
    await tenant.inTransaction((tx) => markMessageSent(tenant.id, tx, two));
    await stage.db.acrossTenants((tx) => markSent(tx, one));
    expect(await times()).toEqual(before);
  });

  it('of another tenant cannot be marked as sent', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    const id = await store(tenant, { kind: 'pause' });
    await other.inTransaction((tx) => markMessageSent(other.id, tx, id));
    expect(await unsent(tenant)).toHaveLength(1);
  });

  it('cannot be rewritten', async () => {
    const tenant = await stage.tenant();
    await store(tenant, { kind: 'pause' });
    await expect(tenant.inTransaction((tx) => tx.query(`update outbox set message = '{}'`, []))).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('what the reconciler sends', () => {
  it('is of all tenants, the oldest first, and not what is still on its way', async () => {
    const [one, two] = [await stage.tenant(), await stage.tenant()];
    const ids = [
      await store(one, { kind: 'pause' }),
      await store(two, { kind: 'pause' }),
      await store(one, { kind: 'resume' }),
    ];
    expect((await unsent(one, two)).map(({ id }) => id)).toEqual(ids);
    const old = await stage.db.acrossTenants((tx) => unsentMessages(tx, 60_000));
    expect(old.filter(({ id }) => ids.includes(id))).toEqual([]);
    await stage.asOwner(`update outbox set created_at = created_at - interval '61 s' where id = $1`, [ids[2]]);
    expect((await stage.db.acrossTenants((tx) => unsentMessages(tx, 60_000))).map(({ id }) => id)).toEqual([ids[2]]);
  });

  it('leaves what only a later version understands to that version', async () => {
    const tenant = await stage.tenant();
    await stage.asOwner(`insert into outbox (id, tenant_id, message) values ($1, $2, '{"kind": "dance"}')`, [
      randomUUID(),
      tenant.id,
    ]);
    const id = await store(tenant, { kind: 'pause' });
    expect((await unsent(tenant)).map((message) => message.id)).toEqual([id]);
  });
});

describe('what is said later', () => {
  // prettier-ignore
  test.each<[StoredMessage['kind'], readonly StoredMessage['kind'][]]>([
    ['pause',          ['syncNow', 'unlink', 'offboard', 'approveCleanUp']],
    ['resume',         ['syncNow', 'unlink', 'offboard', 'approveCleanUp']],
    ['unlink',         ['offboard']],
    ['syncNow',        ['syncNow', 'pause', 'resume', 'offboard', 'approveCleanUp']],
    ['offboard',       ['syncNow', 'pause', 'resume', 'unlink', 'offboard', 'approveCleanUp']],
    ['approveCleanUp', ['syncNow', 'pause', 'resume', 'unlink', 'offboard', 'approveCleanUp']],
  ])('%s, leaves of what was not sent: %j', async (by, left) => {
    const tenant = await stage.tenant();
    const all: readonly StoredMessage[] = [
      { kind: 'syncNow', requestId: 'r', trigger: 'manual', full: false },
      ...(['pause', 'resume', 'unlink', 'offboard'] as const).map((kind) => ({ kind })),
      { kind: 'approveCleanUp', runId: '1' as RunId },
    ];
    for (const message of all) await store(tenant, message);
    await tenant.inTransaction((tx) => dropOvertaken(tenant.id, tx, by));
    expect((await unsent(tenant)).map(({ message }) => message.kind)).toEqual(left);
  });
});

describe('a pause or resume', () => {
  it('overtakes what was said before and not sent, and nothing else', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    await store(other, { kind: 'pause' });
    const sent = await store(tenant, { kind: 'pause' });
    await tenant.inTransaction((tx) => markMessageSent(tenant.id, tx, sent));
    await store(tenant, { kind: 'resume' });
    const sync = await store(tenant, { kind: 'syncNow', requestId: 'r', trigger: 'manual', full: false });
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => dropOvertaken(tenant.id, tx, 'pause'));
    expect((await unsent(tenant)).map(({ id }) => id)).toEqual([sync]);
    expect(await unsent(other)).toHaveLength(1);
    expect(await stage.asOwner('select from outbox where id = $1', [sent])).toHaveLength(1);
  });
});
