import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { nothingHere } from '../../problem-error.ts';

/** All that pages load, from our own origin: packages' files as they were published, and the little that is ours. */
const FILES = {
  'tabler.css': { from: '@tabler/core/dist/css/tabler.min.css', type: 'text/css; charset=utf-8' },
  'htmx.js': { from: 'htmx.org/dist/htmx.min.js', type: 'text/javascript; charset=utf-8' },
  'rollcall.css': { from: './rollcall.css', type: 'text/css; charset=utf-8' },
  'reorder.js': { from: './reorder.js', type: 'text/javascript; charset=utf-8' },
  'theme.js': { from: './theme.js', type: 'text/javascript; charset=utf-8' },
} as const;
type Name = keyof typeof FILES;
type Asset = { readonly address: string; readonly type: string; readonly plain: Buffer; readonly gzip: Buffer };

const read = new Map<Name, Asset>();

/** Where a page finds a file. The address holds its digest: another content has another address. */
export const assetAddress = (name: Name): string => asset(name).address;

/** A file is read when it is asked for first. */
function asset(name: Name): Asset {
  const known = read.get(name);
  if (known) return known;
  const { from, type } = FILES[name];
  const own = from.startsWith('.');
  const plain = readFileSync(own ? join(import.meta.dirname, from) : createRequire(import.meta.url).resolve(from));
  const digest = hash('sha256', plain, 'hex').slice(0, 16);
  const made = { address: `/assets/${digest}/${name}`, type, plain, gzip: gzipSync(plain) };
  read.set(name, made);
  return made;
}

/** The files themselves: kept by browsers for good, and open to everybody. */
export function assetRoutes(): Hono {
  return new Hono().get('/assets/:digest/:name', (c) => {
    const name = c.req.param('name');
    const found = isName(name) ? asset(name) : undefined;
    if (found === undefined || found.address !== c.req.path) throw nothingHere();
    const zipped = accepts(c, { header: 'Accept-Encoding', supports: ['gzip'], default: '' }) === 'gzip';
    return c.body(new Uint8Array(zipped ? found.gzip : found.plain), 200, {
      'Content-Type': found.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(zipped && { 'Content-Encoding': 'gzip' }),
    });
  });
}

const isName = (text: string): text is Name => Object.hasOwn(FILES, text);
