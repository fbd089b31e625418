import type { TokenCredential } from '@azure/identity';
import type { EntraTenantId } from '../sync/ids.ts';
import { classifyTokenError, nameOfTokenError } from './classify-token-error.ts';
import { createCredential, type HttpPolicy } from './credential.ts';
import { EntraError } from './entra-error.ts';
import type { EntraSettings } from './entra-settings.ts';
import { parseRetryAfter } from './retry-after.ts';
import { createSignInWatch, type SignInWatch } from './sign-in-watch.ts';

/** Tokens of our app for one directory. */
export type TokenSource = {
  /** A token that is valid for some minutes. Throws EntraError, or the signal's reason. */
  token(signal: AbortSignal): Promise<string>;
  /** Graph refused this token: the next one is a new one. */
  forget(token: string): void;
};

type SignInAnswer = { readonly status: number; readonly body: string; readonly retryAfter: string | undefined };

/**
 * One credential is kept for a directory, with the library's cache of tokens in it: one per request would be taken for
 * a loop (AADSTS50196, https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes). One that
 * failed is not kept: the library would repeat its failure from memory, and a renewed certificate is read anew.
 */
export function createTokenSource(
  settings: EntraSettings,
  directory: EntraTenantId,
  timeLimitMs: number,
  signIns: SignInWatch = createSignInWatch(),
): TokenSource {
  const scope = `${settings.graphEndpoint}/.default`;
  let credential: TokenCredential | undefined;
  let current: string | undefined;
  let underway: Promise<string> | undefined;
  let answer: SignInAnswer | undefined;

  const watch: HttpPolicy = {
    name: 'rollcallWatch',
    async sendRequest(request, next) {
      request.timeout = timeLimitMs;
      const response = await next(request);
      const retryAfter = response.headers.get('Retry-After');
      answer = { status: response.status, body: response.bodyAsText ?? '', retryAfter };
      return response;
    },
  };

  async function ask(): Promise<string> {
    answer = undefined;
    try {
      credential ??= await createCredential(settings, directory, watch);
      const issued = await within(credential.getToken(scope), AbortSignal.timeout(timeLimitMs));
      if (issued === null) throw new EntraError('graphUnavailable');
      if (answer !== undefined) signIns.worked(); // else it comes from the library's cache
      current = issued.token;
      return issued.token;
    } catch (err) {
      credential = undefined;
      const failure = err instanceof EntraError ? err : failureOf(answer);
      const said = answer === undefined ? '' : nameOfTokenError(answer);
      const code = signIns.refused(directory, failure.code, said);
      throw code === failure.code ? failure : new EntraError(code);
    }
  }

  return {
    async token(signal) {
      signal.throwIfAborted();
      // Those who ask at the same moment share one request, which must not end with the signal of one of them.
      underway ??= ask().finally(() => (underway = undefined));
      return within(underway, signal);
    },
    forget(token) {
      if (token === current) credential = undefined;
    },
  };
}

/** No answer at all is the network's doing, or a time-out. */
function failureOf(answer: SignInAnswer | undefined): EntraError {
  if (answer === undefined) return new EntraError('graphUnavailable');
  const retryAfterMs = parseRetryAfter(answer.retryAfter, new Date());
  return new EntraError(classifyTokenError(answer), { retryAfterMs });
}

/** What `work` gives, or the signal's reason, whichever comes first. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
