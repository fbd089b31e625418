/** What is taken for a photo: what every browser and mail program shows, and nothing that can hold a script, as SVG can. */
export const PHOTO_TYPES = ['image/jpeg', 'image/png'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** Some twenty times what a photo of 240 × 240 has. */
export const MOST_PHOTO_BYTES = 512 * 1024;

const BEGINNINGS: readonly (readonly [PhotoType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** What a content is by its first bytes, whatever it is said to be; undefined: no photo (https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm). */
export function photoTypeOf(content: Uint8Array): PhotoType | undefined {
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, index) => content[index] === byte))?.[0];
}

/** What Graph says of somebody's photo. `untold`: nothing that can be relied on. */
export type PhotoTag =
  { readonly kind: 'photo'; readonly etag: string } | { readonly kind: 'none' } | { readonly kind: 'untold' };

/** What is to be done about a photo. */
export type PhotoDecision = 'fetch' | 'drop' | 'keep' | 'askAgain';

/**
 * @param etag as Graph had it when the photo was last fetched, whatever came of it; null: there was none, or nobody looked
 */
export function decidePhoto(tag: PhotoTag, etag: string | null): PhotoDecision {
  switch (tag.kind) {
    case 'photo':
      return tag.etag === etag ? 'keep' : 'fetch';
    case 'none':
      return etag === null ? 'keep' : 'drop';
    case 'untold':
      return 'askAgain';
  }
}
