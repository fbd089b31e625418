/**
 * Numbers that look random and are the same for the same input, on any machine: everything generated comes from here.
 * `mix` is the finaliser of MurmurHash3, https://github.com/aappleby/smhasher (public domain).
 */
export function mix(a: number, b: number, c = 0): number {
  let h = (a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(c + 0x7f4a7c15, 0xc2b2ae35)) | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A 32-bit number from text (FNV-1a). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const ROUNDS = 4;

function feistel(value: number, key: number, halfBits: number, backwards: boolean): number {
  const mask = 2 ** halfBits - 1;
  let left = Math.floor(value / 2 ** halfBits);
  let right = value & mask;
  for (let i = 0; i < ROUNDS; i++) {
    const round = backwards ? ROUNDS - 1 - i : i;
    if (backwards) [left, right] = [right ^ (mix(left, key, round) & mask), left];
    else [left, right] = [right, left ^ (mix(right, key, round) & mask)];
  }
  return left * 2 ** halfBits + right;
}

/** Scrambles a 32-bit number so that it can be unscrambled: how an object id tells which person it is. */
export function scramble(value: number, key: number): number {
  return feistel(value, key, 16, false);
}

export function unscramble(value: number, key: number): number {
  return feistel(value, key, 16, true);
}

/** An order of `size` things without a table: the place at `position` of a shuffle named by `key`. */
export function shuffledPlace(position: number, size: number, key: number): number {
  if (size < 2) return position;
  const halfBits = Math.ceil(Math.log2(size) / 2) || 1;
  let place = position;
  // The shuffle is of a power of four; places beyond the end are shuffled again until they fall inside.
  do place = feistel(place, key, halfBits, false);
  while (place >= size);
  return place;
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');

/** A version 4 GUID from four 32-bit words. */
export function guidOf(w0: number, w1: number, w2: number, w3: number): string {
  const second = hex(((w1 & 0xffff0fff) | 0x4000) >>> 0);
  const third = hex(((w2 & 0x3fffffff) | 0x80000000) >>> 0);
  return `${hex(w0)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex(w3)}`;
}

/** The GUID of a thing that has a name, the same in every start. */
export function guidOfText(text: string): string {
  const h = hashText(text);
  return guidOf(mix(h, 1), mix(h, 2), mix(h, 3), mix(h, 4));
}
