import type { Emulator } from '../../../emulator/start-emulator.ts';

/** What somebody does on a page of the emulated Microsoft: answers it as its form would. */
export async function answerPage(address: string, answer: Readonly<Record<string, string>>): Promise<Answered> {
  const url = new URL(address);
  const body = new URLSearchParams([...url.searchParams, ...Object.entries(answer)]);
  const response = await fetch(url.origin + url.pathname, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, text: await response.text(), leadsTo: response.headers.get('location') };
}

export type Answered = { readonly status: number; readonly text: string; readonly leadsTo: string | null };

/** An address of the sign-in page as a client makes it. */
export function authorizeAddress(
  { controlUrl, clientId }: Pick<Emulator, 'controlUrl' | 'clientId'>,
  changes: Readonly<Record<string, string | undefined>> = {},
  tenant = 'organizations',
): string {
  const url = new URL(`${controlUrl}/${tenant}/oauth2/v2.0/authorize`);
  const values = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: 'http://localhost:8080/sign-in/callback',
    scope: 'openid profile',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', // of RFC 7636, appendix B
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
