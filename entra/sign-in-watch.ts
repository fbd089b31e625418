import { ownFaultOf, type FailureCode, type OwnFault } from '../sync/failure.ts';
import type { EntraTenantId } from '../sync/ids.ts';

/** Looks at the sign-ins of all directories together, since what stops them all is ours and no tenant's. */
export type SignInWatch = {
  /** Microsoft gave a token. */
  worked(): void;
  /** Microsoft gave none. `said` names its answer. Gives the code that counts. */
  refused(directory: EntraTenantId, code: FailureCode, said: string): FailureCode;
};

export type SignInWatchOptions = {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told after each sign-in that shows whether our own credential and registration are good. */
  readonly onOwnCredential?: (state: 'works' | OwnFault) => void;
};

/** So near to each other refusals count as "at once". Runs that fail are tried again after this time. */
const AT_ONCE_MS = 10 * 60_000;

/**
 * A refusal that we have no name for is taken for the tenant's own, unless another directory was answered the same a
 * moment ago and nobody was let in since: then it is our credential, and no tenant is blamed.
 */
export function createSignInWatch({
  now = Date.now,
  onOwnCredential = () => undefined,
}: SignInWatchOptions = {}): SignInWatch {
  const unnamed = new Map<EntraTenantId, { readonly said: string; readonly at: number }>();
  return {
    worked() {
      unnamed.clear();
      onOwnCredential('works');
    },
    refused(directory, code, said) {
      let counts = code;
      if (code === 'signInRefused') {
        const at = now();
        unnamed.set(directory, { said, at });
        const others = [...unnamed].filter(
          ([id, refusal]) => id !== directory && refusal.said === said && at - refusal.at <= AT_ONCE_MS,
        );
        if (others.length > 0) counts = 'ownCredential';
      }
      const fault = ownFaultOf(counts);
      if (fault !== undefined) onOwnCredential(fault);
      return counts;
    },
  };
}
