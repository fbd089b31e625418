import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Directory } from '../entra/directory.ts';
import type { SignIn } from '../entra/sign-in.ts';
import type { EntraTenantId } from '../sync/ids.ts';
import type { SyncClient } from '../temporal/sync-client.ts';

/** What the API reaches for; each route takes the few that it needs. */
export type ApiDeps = {
  readonly db: Database;
  readonly sync: SyncClient;
  /** Microsoft's sign-in and consent pages. */
  readonly signIn: SignIn;
  readonly directoryOf: (id: EntraTenantId) => Directory;
  readonly now: () => Date;
  /** A new UUID. */
  readonly newId: () => string;
  /** A new secret that nobody can guess, as text. */
  readonly newKey: () => string;
  readonly log: Logger;
  /** Of Rollcall, for the OpenAPI document and metrics. */
  readonly version: string;
  /** Where consumers and browsers reach us, without a slash at its end. */
  readonly publicUrl: string;
  /** For links to runs. */
  readonly temporal: { readonly uiUrl: string; readonly namespace: string };
  /** The first operator's key; undefined: only stored keys open anything. */
  readonly operatorKey: string | undefined;
  /** Keys the digests of sessions and of forms; another one signs everybody out. */
  readonly sessionSecret: string;
};
