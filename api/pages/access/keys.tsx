import { Hono, type Context } from 'hono';
import * as z from 'zod';
import {
  createOperatorKey,
  deleteOperatorKey,
  listOperatorKeys,
  readOperatorKey,
} from '../../../db/across-tenants/operator-keys.ts';
import type { KeyRow, KeysWanted, NewKey as StoredKey } from '../../../db/key-row.ts';
import type { Page } from '../../../db/page-of.ts';
import { createTenantKey, deleteTenantKey, listTenantKeys, readTenantKey } from '../../../db/tenant-keys.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { hashOfKey } from '../../access/caller-of.ts';
import { notFound } from '../../problem-error.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../../require-status.ts';
import { NewKey } from '../../schemas/key.schema.ts';
import { KeyPath } from '../../schemas/path.schema.ts';
import { readQuery } from '../addresses/read-query.ts';
import { pathOf, tenantIdOf } from '../addresses/tenant-path.ts';
import { readForm } from '../forms/read-form.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import type { FrameProps } from '../frame/frame.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { KeyList, KeyOnce, KeyRemoval } from './key-views.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey'>;

const A_PAGE = 50;
const Written = z.object({ name: z.string().default('') });
const Place = z.object({ cursor: z.string().max(200).optional() });

/** The keys of one owner: of a tenant, or of the operators. */
type KeyRing = {
  readonly path: string;
  readonly tenant: FrameProps['tenant'];
  /** Who uses such a key may do this. */
  readonly may: string;
  readonly list: (wanted: KeysWanted) => Promise<Page<KeyRow>>;
  readonly read: (keyId: string) => Promise<KeyRow | undefined>;
  readonly make: (key: StoredKey) => Promise<KeyRow>;
  readonly remove: (keyId: string) => Promise<boolean>;
};

/** Keys by which programs come in: made, shown once, taken back. */
export const operatorKeyPages = (deps: Deps): Hono<PageEnv> => keyPages(deps, '/keys', () => ofOperators(deps));

export const tenantKeyPages = (deps: Deps): Hono<PageEnv> =>
  keyPages(deps, '/tenants/:id/keys', (c) => ofTenant(deps, c));

const keyPages = (deps: Deps, path: string, ringOf: (c: Context) => KeyRing | Promise<KeyRing>): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get(path, async (c) => showKeys(deps, c, await ringOf(c)))
    .post(path, async (c) => {
      const ring = await ringOf(c);
      const written = await readForm(c, Written);
      const parsed = NewKey.safeParse(written);
      if (!parsed.success) return showKeys(deps, c, ring, written.name);
      const key = deps.newKey();
      const { name } = await ring.make({ name: parsed.data.name, hash: hashOfKey(key) });
      return answerPage(
        c,
        { title: 'A new key', tenant: ring.tenant },
        <KeyOnce name={name} secret={key} path={ring.path} />,
      );
    })
    .get(`${path}/:keyId/remove`, async (c) => {
      const ring = await ringOf(c);
      const row = await ring.read(pathOf(c, KeyPath.strip()).keyId);
      if (row === undefined) throw notFound('key');
      const view = { row, path: ring.path, formToken: c.var.formToken, now: deps.now() };
      return answerPage(c, { title: 'Take back a key', tenant: ring.tenant }, <KeyRemoval {...view} />);
    })
    .post(`${path}/:keyId/remove`, async (c) => {
      const ring = await ringOf(c);
      if (!(await ring.remove(pathOf(c, KeyPath.strip()).keyId))) throw notFound('key');
      return c.redirect(doneAddress(ring.path, 'keyRemoved'), 303);
    });

/** `refused`: the name that was written and cannot be one. */
async function showKeys({ now }: Deps, c: Context<PageEnv>, ring: KeyRing, refused?: string): Promise<Response> {
  const { cursor } = readQuery(c, Place);
  const { items, next } = await ring.list({ after: cursor, limit: A_PAGE });
  const about = { title: 'Keys', tenant: ring.tenant, status: refused === undefined ? 200 : 422 } as const;
  const { path, may } = ring;
  const view = { c, path, may, items, next, cursor, refused, formToken: c.var.formToken, now: now() };
  return answerPage(c, about, <KeyList {...view} />);
}

const ofOperators = ({ db }: Deps): KeyRing => ({
  path: '/keys',
  tenant: undefined,
  may: 'Whoever has one may do what an operator may: for every tenant.',
  list: (wanted) => db.acrossTenants((tx) => listOperatorKeys(tx, wanted)),
  read: (keyId) => db.acrossTenants((tx) => readOperatorKey(tx, keyId)),
  make: (key) => db.acrossTenants((tx) => createOperatorKey(tx, key)),
  remove: (keyId) => db.acrossTenants((tx) => deleteOperatorKey(tx, keyId)),
});

async function ofTenant({ db }: Deps, c: Context): Promise<KeyRing> {
  const id = tenantIdOf(c);
  const tenant = await db.inTransaction(id, (tx) => findTenant(id, tx));
  return {
    path: `/tenants/${id}/keys`,
    tenant,
    may: 'Whoever has one may do what an admin of this tenant may, and sees nothing of others.',
    list: (wanted) => db.inTransaction(id, (tx) => listTenantKeys(id, tx, wanted)),
    read: (keyId) => db.inTransaction(id, (tx) => readTenantKey(id, tx, keyId)),
    make: (key) =>
      db.inTransaction(id, async (tx) => {
        requireStatus(await findTenant(id, tx), NOT_LEAVING);
        return createTenantKey(id, tx, key);
      }),
    remove: (keyId) => db.inTransaction(id, (tx) => deleteTenantKey(id, tx, keyId)),
  };
}
