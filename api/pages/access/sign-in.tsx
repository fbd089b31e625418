import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import * as z from 'zod';
import type { ApiDeps } from '../../api-deps.ts';
import { callerOf, hashOfKey } from '../../access/caller-of.ts';
import { ProblemError } from '../../problem-error.ts';
import { Back } from '../addresses/back.schema.ts';
import { AskedText } from '../forms/asked-text.tsx';
import { readForm } from '../forms/read-form.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { FormToken } from '../frame/frame.tsx';
import { THEMES, type PageEnv } from '../frame/page-env.ts';
import { closeSession, cookieOptions, openSession } from './session.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'operatorKey' | 'publicUrl' | 'sessionSecret'>;

const SignIn = z.object({ key: z.string().trim().default(''), back: Back });
const ThemeChoice = z.object({ theme: z.enum(THEMES), back: Back });
const A_YEAR_S = 365 * 24 * 60 * 60;

/** Signing in with an operator's key, signing out, and the choice between light and dark. */
export const signInPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/sign-in', (c) =>
      answerPage(c, { title: 'Sign in' }, signInForm(c.var.formToken, c.req.query('back') ?? '/')),
    )
    .post('/sign-in', async (c) => {
      const { key, back } = await readForm(c, SignIn);
      if (!(await opensAll(deps, key))) {
        return answerPage(c, { title: 'Sign in', status: 403 }, signInForm(c.var.formToken, back, WRONG_KEY));
      }
      await openSession(deps, c, { kind: 'operator', keyHash: hashOfKey(key) });
      return c.redirect(back, 303);
    })
    .post('/sign-out', async (c) => {
      await closeSession(deps, c);
      return c.redirect('/sign-in', 303);
    })
    .post('/theme', async (c) => {
      const { theme, back } = await readForm(c, ThemeChoice);
      setCookie(c, 'rollcall_theme', theme, { ...cookieOptions(deps), maxAge: A_YEAR_S });
      return c.redirect(back, 303);
    });

const WRONG_KEY =
  'This is no operator’s key. Check it: the key is in ROLLCALL_OPERATOR_KEY, or was made by an operator.';

/** Whether it is the key of an operator. One of a tenant is for programs. */
async function opensAll(deps: Deps, key: string): Promise<boolean> {
  try {
    return (await callerOf(deps, `Bearer ${key}`)).kind === 'operator';
  } catch (err) {
    if (err instanceof ProblemError) return false;
    throw err;
  }
}

const signInForm = (formToken: string, back: string, wrong?: string) => (
  <div class="narrow">
    <h1>Sign in</h1>
    <div class="card card-body mb-3">
      <p>With your work account, if you administer a tenant or want to link your directory.</p>
      <a class="btn btn-primary" href={`/sign-in/microsoft?back=${encodeURIComponent(back)}`}>
        Sign in with Microsoft
      </a>
    </div>
    <form method="post" action="/sign-in" class="card card-body">
      <FormToken value={formToken} />
      <input type="hidden" name="back" value={back} />
      <AskedText id="key" label="Operator’s key" type="password" autocomplete="current-password" wrong={wrong} />
      <div class="mt-3">
        <button class="btn">Sign in with the key</button>
      </div>
    </form>
  </div>
);
