/** What delta tells about: which person, when, and which properties, since changes of others never show. */
export type Change = {
  readonly at: number;
  readonly slot: number;
  readonly kind: 'created' | 'changed' | 'deleted' | 'purged' | 'restored';
  readonly properties: readonly string[];
  /** Who was the manager until then, where that changed. */
  readonly formerManagerId?: string | undefined;
};

/** All changes of a directory in their order. A place in it is the number of changes before it. */
export class ChangeLog {
  readonly #changes: Change[] = [];

  append(change: Change): void {
    this.#changes.push(change);
  }

  /** The place after the last change that shows at `upTo`. */
  placeAt(upTo: number): number {
    let place = this.#changes.length;
    while (place > 0 && (this.#changes[place - 1]?.at ?? 0) > upTo) place--;
    return place;
  }

  between(from: number, to: number): readonly Change[] {
    return this.#changes.slice(from, to);
  }

  dump(): readonly Change[] {
    return this.#changes;
  }

  load(changes: readonly Change[]): void {
    this.#changes.push(...changes);
  }
}
