import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BadCursorError, decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { pageOf } from '../../db/page-of.ts';

const Place = z.array(z.string().nullable());
const places = fc.array(fc.option(fc.string({ unit: 'grapheme' })), { maxLength: 5 });

describe('a cursor', () => {
  it('is read back as it was written, whatever the place holds', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(decodeCursor(encodeCursor(place), Place)).toEqual(place);
      }),
    );
  });

  it('can stand in an address as it is', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(encodeCursor(place)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  it('that was changed in any place is refused', () => {
    fc.assert(
      fc.property(places, fc.nat(), fc.constantFrom('A', 'b', '7', '-', '_'), (place, at, letter) => {
        const cursor = encodeCursor(place);
        const changed = cursor.slice(0, at % cursor.length) + letter + cursor.slice((at % cursor.length) + 1);
        const text = (each: string) => Buffer.from(each.slice(8), 'base64url').toString() + each.slice(0, 8);
        fc.pre(text(changed) !== text(cursor)); // the last letter of base64 holds bits that mean nothing
        expect(() => decodeCursor(changed, Place)).toThrow(BadCursorError);
      }),
    );
  });

  it('that is cut off, or any other text, is refused', () => {
    fc.assert(
      fc.property(places, fc.nat(), (place, length) => {
        const cursor = encodeCursor(place);
        expect(() => decodeCursor(cursor.slice(0, length % (cursor.length - 1)), Place)).toThrow(BadCursorError);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, Place)).toThrow(BadCursorError);
      }),
    );
  });

  it('of another shape than the list’s is refused', () => {
    const OtherPlace = z.tuple([z.uuid()]);
    expect(() => decodeCursor(encodeCursor(['no id']), OtherPlace)).toThrow(BadCursorError);
    expect(() => decodeCursor(encodeCursor([]), OtherPlace)).toThrow(BadCursorError);
  });

  it('that is refused says what to do', () => {
    expect(() => decodeCursor('x', Place)).toThrow('Start again without a cursor.');
  });
});

describe('a page', () => {
  it('has a next one only where a row more than the limit was found', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (rows, limit) => {
        const page = pageOf(
          rows.slice(0, limit + 1),
          limit,
          (row) => [row],
          (row) => ({ row }),
        );
        expect(page.items).toEqual(rows.slice(0, limit).map((row) => ({ row })));
        expect(page.next).toBe(rows.length > limit ? encodeCursor([rows[limit - 1] ?? null]) : null);
      }),
    );
  });
});
