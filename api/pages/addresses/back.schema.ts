import * as z from 'zod';

/** Where a form leads back to: an address of our own; anything else leads to the first page. */
export const Back = z
  .string()
  .default('/')
  .transform((text) => {
    const url = URL.parse(text, 'http://rollcall.invalid');
    return url?.host === 'rollcall.invalid' && text.startsWith('/') ? url.pathname + url.search : '/';
  });
