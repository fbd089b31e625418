/** Why nobody was signed in, or no consent was found. */
export type SignInProblem =
  'cancelled' | 'consentNeeded' | 'refused' | 'notTrusted' | 'metadataNotTrusted' | 'ownCredential' | 'unreachable';

/** What a person reads. Microsoft's own text can name people, and is left out; its number is what their support asks for. */
const TEXTS: Readonly<Record<SignInProblem, { readonly message: string; readonly remedy: string }>> = {
  cancelled: {
    message: 'The sign-in was cancelled at Microsoft. Nobody was signed in.',
    remedy: 'Begin again when you are ready.',
  },
  consentNeeded: {
    message: 'Your organisation lets only administrators allow a new application.',
    remedy: 'Ask an administrator of your directory to sign in here first, or to approve the request at Microsoft.',
  },
  refused: {
    message: 'Microsoft refused the sign-in.',
    remedy:
      'Sign in with a work account of your organisation. Your administrator can look up the number in the sign-in logs.',
  },
  notTrusted: {
    message:
      'The answer that came back is not one to this sign-in, was used before, or is too old. Nobody was signed in.',
    remedy: 'Begin the sign-in anew.',
  },
  metadataNotTrusted: {
    message: 'What the sign-in host says of itself cannot be trusted, so nobody was sent there.',
    remedy: 'The operator of Rollcall checks ENTRA_AUTHORITY_HOST and what stands between Rollcall and Microsoft.',
  },
  ownCredential: {
    message: 'Microsoft refuses Rollcall’s own secret or certificate. You are not at fault.',
    remedy: 'The operator of Rollcall renews it, and sets ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE_PATH.',
  },
  unreachable: {
    message: 'Microsoft’s sign-in could not be reached, or gave a broken answer.',
    remedy: 'Try again in a minute.',
  },
};

/** Somebody could not be signed in with Microsoft. The message is our sentence for that person. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly problem: SignInProblem;
  readonly remedy: string;

  /** @param aadsts Microsoft's number of the error, where it gave one */
  constructor(problem: SignInProblem, aadsts?: number) {
    const { message, remedy } = TEXTS[problem];
    super(aadsts === undefined ? message : `${message} (AADSTS${aadsts})`);
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** Microsoft's number in the text that it gives for people; undefined where there is none. */
export function aadstsOf(description: string | null | undefined): number | undefined {
  const number = /\bAADSTS(\d{4,9})\b/.exec(description ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** What an error that came back with the browser means. */
export function problemOfAnswer(error: string, description: string | null | undefined): SignInError {
  const aadsts = aadstsOf(description);
  if (aadsts !== undefined && [65001, 90008, 90094].includes(aadsts)) return new SignInError('consentNeeded', aadsts);
  if (error === 'access_denied') return new SignInError('cancelled', aadsts);
  if (error === 'temporarily_unavailable' || error === 'server_error') return new SignInError('unreachable', aadsts);
  return new SignInError('refused', aadsts);
}
