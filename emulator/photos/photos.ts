import { mix } from '../hash.ts';
import type { KeptPhoto, PhotoInput } from './photo.schema.ts';

/** The photos of one directory, by the object ids of people. */
export class Photos {
  readonly #all = new Map<string, KeptPhoto>();
  readonly #onChange: () => void;
  #given = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  find(personId: string): KeptPhoto | null {
    return this.#all.get(personId) ?? null;
  }

  put(personId: string, input: PhotoInput): KeptPhoto {
    const etag = `"${mix(this.#given++, input.base64.length).toString(16).toUpperCase().padStart(8, '0')}"`;
    const photo = { ...input, personId, etag };
    this.#all.set(personId, photo);
    this.#onChange();
    return photo;
  }

  remove(personId: string): void {
    this.#all.delete(personId);
    this.#onChange();
  }

  dump(): KeptPhoto[] {
    return [...this.#all.values()];
  }

  load(photos: readonly KeptPhoto[]): void {
    for (const photo of photos) this.#all.set(photo.personId, photo);
    this.#given = photos.length;
  }
}
