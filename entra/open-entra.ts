import type { EntraTenantId } from '../sync/ids.ts';
import type { RequestPriority } from '../sync/request-priority.ts';
import { createAppPace, type PaceOptions } from './app-pace.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { EntraSettings } from './entra-settings.ts';
import { createGraphClient } from './graph-client.ts';
import { createSignInWatch, type SignInWatchOptions } from './sign-in-watch.ts';
import { createTokenSource } from './token-source.ts';

export type Entra = {
  /** A directory as our app sees it, through requests of that priority. */
  directory(id: EntraTenantId, priority?: RequestPriority): Directory;
};

export type EntraOptions = PaceOptions & SignInWatchOptions & { readonly timeLimitMs?: number };

/** One request, with its body: a page of 999 people takes some seconds, and a pause waits for it at most this long. */
const TIME_LIMIT_MS = 30_000;

/**
 * Microsoft as our app reaches it. Nothing is asked until a directory is; each directory keeps its own credential, and
 * all of them share what Microsoft allows one app.
 */
export function openEntra(
  settings: EntraSettings,
  { timeLimitMs = TIME_LIMIT_MS, ...options }: EntraOptions = {},
): Entra {
  const appPace = createAppPace(options);
  const signIns = createSignInWatch(options);
  const directories = new Map<EntraTenantId, Readonly<Record<RequestPriority, Directory>>>();

  function open(id: EntraTenantId): Readonly<Record<RequestPriority, Directory>> {
    const tokens = createTokenSource(settings, id, timeLimitMs, signIns);
    const pace = appPace.ofDirectory();
    const withPriority = (priority: RequestPriority): Directory => {
      const graph = createGraphClient(settings.graphEndpoint, tokens, timeLimitMs, { priority, pace });
      return createDirectory(graph, tokens, settings.graphEndpoint);
    };
    return { low: withPriority('low'), high: withPriority('high') };
  }

  return {
    directory(id, priority = 'high') {
      const opened = directories.get(id) ?? open(id);
      directories.set(id, opened);
      return opened[priority];
    },
  };
}
