import * as z from 'zod';
import type { ApiKey } from './entities/api-key.ts';

/** A key as it is listed. The key itself is shown once and kept nowhere, its hash never leaves the database. */
export type KeyRow = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
};

export type NewKey = {
  readonly name: string;
  /** SHA-256 of the key. */
  readonly hash: Buffer;
};

export type KeysWanted = { readonly after?: string | undefined; readonly limit: number };

/** Where a list of keys goes on: after the key of that id. */
export const KeyPlace = z.tuple([z.uuid()]);

export const keyRowOf = ({ id, name, createdAt, lastUsedAt }: ApiKey): KeyRow => ({
  id,
  name,
  createdAt,
  lastUsedAt: lastUsedAt ?? null,
});
