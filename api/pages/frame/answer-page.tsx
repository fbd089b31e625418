import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Frame, type FrameProps } from './frame.tsx';
import { THEMES, type PageEnv, type Theme } from './page-env.ts';

/**
 * What a page may load and do, told to the browser: files and forms of our own origin, and nothing that stands within
 * the page. `same-origin` and not `no-referrer`, with which browsers hide the origin of a form.
 */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

type About = Pick<FrameProps, 'title' | 'tenant' | 'refreshS'> & { readonly status?: ContentfulStatusCode };

/** A whole page. */
export function answerPage(c: Context<PageEnv>, { status = 200, ...about }: About, content: Child): Promise<Response> {
  // Before the guards there is nobody yet: an address that is none, or a session that cannot be looked up.
  const { viewer = { kind: 'nobody' }, formToken = '' } = c.var as Partial<PageEnv['Variables']>;
  const { pathname } = new URL(c.req.url);
  return Promise.resolve(
    c.html(
      html`<!doctype html>${(
          <Frame viewer={viewer} formToken={formToken} theme={themeOf(c)} path={pathname} {...about}>
            {content}
          </Frame>
        )}`,
      status,
      PAGE_HEADERS,
    ),
  );
}

/** A part of a page, for htmx to put in its place. */
export const answerPart = (c: Context<PageEnv>, content: Child): Promise<Response> =>
  Promise.resolve(c.html(html`${content}`, 200, PAGE_HEADERS));

/** What was chosen; undefined: as the system has it. */
function themeOf(c: Context): Theme | undefined {
  const chosen = getCookie(c, 'rollcall_theme');
  return THEMES.find((theme) => theme === chosen);
}
