import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { streamText } from '../../stream-text.ts';
import { PAGE_HEADERS, pageText, type About } from './answer-page.tsx';
import type { PageEnv } from './page-env.ts';

/** Texts are escaped, so nothing that a page shows can hold it. */
const LATER = '<!--later-->';

/** A place of a page that is filled while the browser shows what stands before it. */
export const Later: FC = () => raw(LATER);

/**
 * A whole page that is sent as it comes to be, in its own order, so that it needs no script: what stands before the first
 * place at once, then the parts of each place as they are made. By then the status is sent: what goes wrong has to be a
 * part that says so, and parts that throw cut the page off (`onBroken`). No more are asked for once the browser has left.
 */
export async function answerInParts(
  c: Context<PageEnv>,
  about: About,
  content: Child,
  { places, onBroken }: { readonly places: readonly AsyncIterable<Child>[]; readonly onBroken: (err: unknown) => void },
): Promise<Response> {
  const texts = (await pageText(c, about, content)).split(LATER);
  const body = await streamText(inOrder(texts, places), onBroken);
  return c.body(body, about.status ?? 200, {
    ...PAGE_HEADERS,
    'Content-Type': 'text/html; charset=UTF-8',
    // nginx would keep all of it until the end: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
    'X-Accel-Buffering': 'no',
  });
}

async function* inOrder(texts: readonly string[], places: readonly AsyncIterable<Child>[]) {
  for (const [index, text] of texts.entries()) {
    yield text;
    for await (const part of places[index] ?? []) yield String(await html`${part}`);
  }
}
