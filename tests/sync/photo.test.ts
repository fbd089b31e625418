import { expect, test } from 'vitest';
import { decidePhoto, type PhotoDecision, type PhotoTag, photoTypeOf } from '../../sync/photo.ts';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

// prettier-ignore
test.each<[string, Uint8Array, string | undefined]>([
  ['a JPEG',                        bytes('ffd8ffe000104a4649460001'), 'image/jpeg'],
  ['a JPEG of a camera',            bytes('ffd8ffe1'),                 'image/jpeg'],
  ['a PNG',                         bytes('89504e470d0a1a0a0000'),     'image/png'],
  ['a PNG that was sent as text',   bytes('89504e470a1a0a0000'),       undefined],
  ['a GIF',                         Buffer.from('GIF89a'),             undefined],
  ['an SVG, which can hold a script', Buffer.from('<svg xmlns="x"/>'), undefined],
  ['a page of HTML',                Buffer.from('<html>'),             undefined],
  ['a beginning cut short',         bytes('ffd8'),                     undefined],
  ['nothing',                       bytes(''),                         undefined],
])('%s is told by its first bytes', (_what, content, type) => {
  expect(photoTypeOf(content)).toBe(type);
});

const tagged = (etag: string): PhotoTag => ({ kind: 'photo', etag });

// prettier-ignore
test.each<[string, PhotoTag, string | null, PhotoDecision]>([
  ['is fetched where there was none',         tagged('"1"'),      null,  'fetch'],
  ['is fetched where it is another',          tagged('"2"'),      '"1"', 'fetch'],
  ['is not fetched where it is the same',     tagged('"1"'),      '"1"', 'keep'],
  ['goes where there is none any more',       { kind: 'none' },   '"1"', 'drop'],
  ['is nothing where there never was one',    { kind: 'none' },   null,  'keep'],
  ['stays where Graph cannot tell',           { kind: 'untold' }, '"1"', 'askAgain'],
])('a photo %s', (_guarantee, tag, etag, decision) => {
  expect(decidePhoto(tag, etag)).toBe(decision);
});
