import type { FaultKind } from './faults/fault.schema.ts';

/** A request as it was received; tokens, secrets and bodies are never kept. */
export type RecordedRequest = {
  readonly at: string;
  readonly host: 'login' | 'graph';
  readonly method: string;
  /** With its query; page and delta tokens are shown as `…`. */
  readonly path: string;
  readonly entraTenantId: string | null;
  /** 0: the connection broke before an answer. */
  readonly status: number;
  readonly faults: readonly FaultKind[];
  /** A part of a `$batch`. */
  readonly inBatch: boolean;
  /** Something that would have changed the directory, which is always refused. */
  readonly isWrite: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

const TOKENS = /(\$(?:skiptoken|deltatoken)=)(?!latest)[^&]*/gi;
const KEPT_HEADERS = ['client-request-id', 'consistencylevel', 'prefer', 'x-ms-throttle-priority', 'user-agent'];
const MOST = 20_000;

/** Query texts as clients write them; `%24` is a dollar. */
export function withoutTokens(pathAndQuery: string): string {
  return pathAndQuery.replaceAll('%24', '$').replace(TOKENS, '$1…');
}

export function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}

/** The latest requests, oldest first; the eldest are forgotten beyond twenty thousand. */
export class Requests {
  #recorded: RecordedRequest[] = [];
  #total = 0;

  add(request: RecordedRequest): void {
    this.#recorded.push(request);
    this.#total++;
    if (this.#recorded.length > MOST * 2) this.#recorded = this.#recorded.slice(-MOST);
  }

  get total(): number {
    return this.#total;
  }

  list(fits: (request: RecordedRequest) => boolean = () => true): readonly RecordedRequest[] {
    return this.#recorded.filter(fits);
  }

  clear(): void {
    this.#recorded = [];
    this.#total = 0;
  }
}
