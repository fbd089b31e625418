import { Hono } from 'hono';
import { listTenants } from '../../db/across-tenants/list-tenants.ts';
import type { ApiDeps } from '../api-deps.ts';
import { answerPage } from './answer-page.tsx';
import type { PageEnv } from './page-env.ts';

const A_PAGE = 25;

/** The operator's list. */
export const tenantsPages = ({ db }: Pick<ApiDeps, 'db'>): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/tenants', async (c) => {
    const { items } = await db.acrossTenants((tx) => listTenants(tx, { after: c.req.query('after'), limit: A_PAGE }));
    return answerPage(
      c,
      { title: 'Tenants' },
      <>
        <h1>Tenants</h1>
        <ul>
          {items.map(({ name }) => (
            <li class="value">{name}</li>
          ))}
        </ul>
      </>,
    );
  });
