import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { withQuery } from '../addresses/with-query.ts';
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

export type About = Pick<FrameProps, 'title' | 'tenant'> & {
  readonly status?: ContentfulStatusCode;
  /** Where no script runs, the page is loaded anew after so many seconds. */
  readonly refreshS?: number | undefined;
  /** The place of the page that somebody waits at meanwhile. */
  readonly refreshAt?: string;
};

/** A whole page. */
export async function answerPage(c: Context<PageEnv>, about: About, content: Child): Promise<Response> {
  return c.html(await pageText(c, about, content), about.status ?? 200, PAGE_HEADERS);
}

/** The text of a whole page. */
export async function pageText(
  c: Context<PageEnv>,
  { refreshS, refreshAt, ...about }: Omit<About, 'status'>,
  content: Child,
): Promise<string> {
  // Before the guards there is nobody yet: an address that is none, or a session that cannot be looked up.
  const { viewer = { kind: 'nobody' }, formToken = '' } = c.var as Partial<PageEnv['Variables']>;
  const { pathname } = new URL(c.req.url);
  const refresh = refreshS === undefined ? undefined : { afterS: refreshS, from: againFrom(c, refreshAt) };
  const page = (
    <Frame viewer={viewer} formToken={formToken} theme={themeOf(c)} path={pathname} {...{ refresh, ...about }}>
      {content}
    </Frame>
  );
  return String(await html`<!doctype html>${page}`);
}

/**
 * The page's own address, to load it anew. A browser that is sent to a place of the address that it shows moves there and
 * asks for nothing, so without a place the address has none, and with one it differs each time.
 */
function againFrom(c: Context<PageEnv>, place: string | undefined): string {
  const { pathname, search } = new URL(c.req.url);
  if (place === undefined) return pathname + search;
  return `${withQuery(pathname + search, { again: c.req.query('again') === '1' ? '2' : '1' })}#${place}`;
}

/** A part of a page, for htmx to put in its place. */
export const answerPart = (c: Context<PageEnv>, content: Child): Promise<Response> =>
  Promise.resolve(c.html(html`${content}`, 200, PAGE_HEADERS));

/** What was chosen; undefined: as the system has it. */
function themeOf(c: Context): Theme | undefined {
  const chosen = getCookie(c, 'rollcall_theme');
  return THEMES.find((theme) => theme === chosen);
}
