import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import type { Directory as EmulatedDirectory } from '../../emulator/directory/directory.ts';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type Entra, openEntra } from '../../entra/open-entra.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { MOST_PHOTO_BYTES } from '../../sync/photo.ts';
import type { RequestPriority } from '../../sync/request-priority.ts';
import { readPhotos } from '../../worker/read-photos.ts';
import { removePeople } from '../db/remove-people.ts';
import { openStage, person, type Stage, type TestTenant } from '../db/stage.ts';
import { authorityFolder } from '../emulator/started-emulator.ts';
import { people } from '../scenarios/workbench.ts';

let stage: Stage;
let emulator: Emulator;
let entra: Entra;
beforeAll(async () => {
  [stage, emulator] = await Promise.all([openStage(), startEmulator({ folder: authorityFolder() })]);
  const { authorityHost, graphEndpoint, clientId, clientSecret: secret } = emulator;
  entra = openEntra({ authorityHost, graphEndpoint, clientId, credential: { kind: 'secret', secret } });
});
beforeEach(async () => {
  emulator.faults.clear();
  await stage.asOwner('update tenants set photos_next_at = null'); // those of other cases are not looked after
});
afterAll(() => Promise.all([stage.close(), emulator.stop()]));

const HOUR = 3_600_000;
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');

type Played = {
  readonly tenant: TestTenant;
  readonly directory: EmulatedDirectory;
  readonly oids: readonly EntraObjectId[];
};

/** A tenant of so many employees, which wants photos. */
async function wantsPhotos(count = 2): Promise<Played> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true, retentionDays: 0 } });
  const { entraTenantId } = await tenant.row();
  const directory = emulator.addDirectory({
    name: tenant.id,
    entraTenantId: entraTenantId ?? '',
    people: people(count),
  });
  const oids = [...directory.ids()] as EntraObjectId[]; // as the emulator made them
  await tenant.page(
    await tenant.open(),
    oids.map((id, n) => person(n + 1, { id })),
  );
  await want(tenant, true);
  emulator.requests.clear();
  return { tenant, directory, oids };
}
const want = (tenant: TestTenant, enabled: boolean) =>
  tenant.inTransaction(async (tx) => {
    const { version, settings } = await readIntegration(tenant.id, tx);
    await saveIntegration(tenant.id, tx, version, { ...settings, photos: { enabled } });
  });
const give = ({ directory, oids }: Played, who: number, content: Buffer, pixels = 648) =>
  directory.photos.put(oids[who] ?? '', { base64: content.toString('base64'), contentType: 'image/jpeg', pixels });
const priorities: RequestPriority[] = [];

/** A worker looks after photos, so many hours from now. */
const look = (hours = 0.01, { signal = new AbortController().signal, db = stage.db, chunkTimeMs = 45_000 } = {}) =>
  readPhotos(
    {
      db,
      chunkTimeMs,
      directoryOf: (id, priority) => {
        priorities.push(priority);
        return entra.directory(id, priority);
      },
      now: () => new Date(Date.now() + hours * HOUR),
      random: () => 0.5,
      log: pino({ level: 'silent' }),
    },
    signal,
  );
/** Each photo that is kept, and those of whom it is known that there is none to show. */
const kept = async ({ tenant }: Played) => {
  const rows = await stage.asOwner<{ content: Buffer | null; type: string | null }>(
    `select p.content, p.content_type as type from employee_photos p join employees e on e.id = p.employee_id
     where p.tenant_id = $1 order by e.email`,
    [tenant.id],
  );
  return rows.map(({ content, type }) => (content === null ? null : `${type} ${content.toString('hex')}`));
};
const standing = async ({ tenant }: Played) => {
  const [row] = await stage.asOwner<{ next: Date | null; error: string | null }>(
    'select photos_next_at as next, photos_error as error from tenants where id = $1',
    [tenant.id],
  );
  return row;
};
const contentsAsked = () => emulator.requests.list(({ path }) => path.includes('$value')).length;
const meet = ({ directory }: Played, fault: Omit<FaultInput, 'entraTenantId'>) =>
  emulator.fault({ ...fault, entraTenantId: directory.entraTenantId });
const jpeg = `image/jpeg ${JPEG.toString('hex')}`;
const png = `image/png ${PNG.toString('hex')}`;

describe('the photo of an employee', () => {
  it('is fetched once, again when it is another, and goes when it is deleted; by requests of low priority', async () => {
    const played = await wantsPhotos();
    give(played, 0, JPEG);
    await look();
    expect(await kept(played)).toEqual([jpeg, null]);
    expect(contentsAsked()).toBe(1);
    expect(new Set(priorities)).toEqual(new Set(['low']));

    await look();
    await look(25);
    expect(contentsAsked(), 'the same again is not fetched').toBe(1);
    give(played, 0, PNG);
    give(played, 1, JPEG);
    await look(50);
    expect(await kept(played), 'its type is what it is, and not what Graph calls it').toEqual([png, jpeg]);

    played.directory.photos.remove(played.oids[0] ?? '');
    await look(75);
    expect(await kept(played)).toEqual([null, jpeg]);
  });

  it('that is too large, or something else, is refused, once', async () => {
    const played = await wantsPhotos(3);
    give(played, 0, Buffer.concat([JPEG, Buffer.alloc(MOST_PHOTO_BYTES)]));
    give(played, 1, Buffer.from('<svg onload="alert(1)"/>'));
    give(played, 2, JPEG, 96);
    await look();
    expect(await kept(played), 'one that is smaller than wanted is taken as it is').toEqual([null, null, jpeg]);
    const asked = contentsAsked();
    await look(25);
    expect(contentsAsked()).toBe(asked);
  });

  it('of somebody new is read within the hour, and of whoever left not any more', async () => {
    const played = await wantsPhotos(3);
    await look();
    emulator.requests.clear();
    await removePeople(played.tenant, [played.oids[0] as EntraObjectId], new Date()); // there are three
    give(played, 1, JPEG);
    await stage.asOwner(`delete from employee_photos where tenant_id = $1`, [played.tenant.id]);
    await look(1);
    expect(await kept(played)).toEqual([jpeg, null]);
  });

  it('goes with the erasure of the employee, and a worker that comes too late does not bring it back', async () => {
    const played = await wantsPhotos(2);
    give(played, 0, JPEG);
    await look();
    await removePeople(played.tenant, [played.oids[0] as EntraObjectId], new Date()); // there are two
    expect(await kept(played)).toEqual([jpeg, null]);
    await played.tenant.inTransaction((tx) => eraseRemoved(played.tenant.id, tx, new Date(), 10));
    expect(await kept(played)).toEqual([null]);
  });

  it('stays where Graph cannot tell of it, who is asked again after an hour', async () => {
    const played = await wantsPhotos(2);
    give(played, 0, JPEG);
    await look();
    meet(played, { path: '/v1.0/users/*/photo', times: 2, answer: { kind: 'status', status: 500 } });
    await look(25);
    expect(await kept(played)).toEqual([jpeg, null]);
    give(played, 0, PNG);
    await look(26.5);
    expect(await kept(played)).toEqual([png, null]);
  });
});

describe('photos of a tenant', () => {
  it('are none that did not ask for them, and go when it does not want them any more', async () => {
    const played = await wantsPhotos();
    give(played, 0, JPEG);
    await look();
    await want(played.tenant, false);
    await look();
    expect(await kept(played)).toEqual([]);
    expect(await standing(played)).toEqual({ next: null, error: null });
    const asked = emulator.requests.total;
    await look(25);
    expect(emulator.requests.total).toBe(asked);
  });

  it('wait while it is paused', async () => {
    const played = await wantsPhotos();
    await stage.asOwner(`update tenants set status = 'paused' where id = $1`, [played.tenant.id]);
    await look();
    expect(await kept(played)).toEqual([]);
    await stage.asOwner(`update tenants set status = 'active' where id = $1`, [played.tenant.id]);
    await look();
    expect(await kept(played)).toHaveLength(2);
  });

  it('are said not to be readable, and looked after again an hour later', async () => {
    const played = await wantsPhotos();
    const denied = { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } as const;
    meet(played, { path: '/v1.0/users/*/photo', times: 2, answer: denied });
    await look();
    expect(await standing(played)).toMatchObject({ error: 'permissionMissing' });
    await look(0.5);
    expect(await kept(played)).toEqual([]);
    await look(1.5);
    expect(await kept(played)).toEqual([null, null]);
    expect(await standing(played)).toMatchObject({ error: null });
  });

  it('wait as long as Graph asks for, without a word to the admin', async () => {
    const played = await wantsPhotos();
    meet(played, { path: '/v1.0/users/*/photo', answer: { kind: 'status', status: 429, retryAfter: '600' } });
    await look();
    expect(await standing(played)).toMatchObject({ error: null });
    await look(0.1);
    expect(await kept(played)).toEqual([]);
    await look(0.3);
    expect(await kept(played)).toEqual([null, null]);
  });

  it('go on where a worker was cut off, and no other does the same meanwhile', async () => {
    const played = await wantsPhotos(30);
    for (let n = 0; n < 30; n++) give(played, n, JPEG);
    let transactions = 0;
    const dying = {
      ...stage.db,
      inTransaction: ((id, work) => {
        if (++transactions > 12) throw new Error('killed');
        return stage.db.inTransaction(id, work);
      }) satisfies Stage['db']['inTransaction'],
    };
    await expect(look(0.01, { db: dying })).rejects.toThrow('killed');
    const before = (await kept(played)).length;
    expect(before).toBeGreaterThan(0);
    await look(0.02);
    expect((await kept(played)).length, 'it is claimed').toBe(before);
    await look(0.5);
    expect(await kept(played)).toEqual(Array.from({ length: 30 }, () => jpeg));
    expect(contentsAsked()).toBeLessThanOrEqual(30 + 4);
  });

  it('take turns: a stretch of work each', async () => {
    const [one, other] = [await wantsPhotos(45), await wantsPhotos(45)];
    const stop = new AbortController();
    const turns: string[] = [];
    const db = {
      ...stage.db,
      acrossTenants: (async (work) => {
        const answer = await stage.db.acrossTenants(work);
        turns.push(String((await Promise.all([one, other].map(kept))).map(({ length }) => length)));
        if (turns.length > 6) stop.abort();
        return answer;
      }) satisfies Stage['db']['acrossTenants'],
    };
    await look(0.01, { db, chunkTimeMs: 0, signal: stop.signal }).catch(() => undefined);
    expect(turns.join(' '), 'neither is ever two stretches ahead').toMatch(
      /^0,0 (20,0 20,20 40,20 40,40|0,20 20,20 20,40 40,40)/,
    );
  });
});
