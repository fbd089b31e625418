import type { EntraTenantId } from '../sync/ids.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { EntraSettings } from './entra-settings.ts';
import { createGraphClient } from './graph-client.ts';
import { createTokenSource } from './token-source.ts';

export type Entra = { directory(id: EntraTenantId): Directory };

/** One request, with its body: a page of 999 people takes some seconds, and a pause waits for it at most this long. */
const TIME_LIMIT_MS = 30_000;

/** Microsoft as our app reaches it. Nothing is asked until a directory is; each directory keeps its own credential. */
export function openEntra(settings: EntraSettings, { timeLimitMs = TIME_LIMIT_MS } = {}): Entra {
  const directories = new Map<EntraTenantId, Directory>();
  return {
    directory(id) {
      let directory = directories.get(id);
      if (directory === undefined) {
        const tokens = createTokenSource(settings, id, timeLimitMs);
        const graph = createGraphClient(settings.graphEndpoint, tokens, timeLimitMs);
        directory = createDirectory(graph, tokens, settings.graphEndpoint);
        directories.set(id, directory);
      }
      return directory;
    },
  };
}
