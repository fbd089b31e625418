import { type Entra, openEntra } from '../../entra/open-entra.ts';
import type { Directory } from '../../entra/directory.ts';
import type { EntraSettings } from '../../entra/entra-settings.ts';
import type { EntraObjectId, EntraTenantId } from '../../sync/ids.ts';
import { type Reply, type Script, startScriptedHost, type ScriptedHost } from './scripted-host.ts';

export const TENANT = '0f8fad5b-d9cb-469f-a165-70867728950e' as EntraTenantId; // a GUID
export const SECRET = 'the-secret-of-our-app';

export type ScriptedEntra = AsyncDisposable & {
  readonly entra: Entra;
  readonly directory: Directory;
  readonly login: ScriptedHost;
  readonly graph: ScriptedHost;
  /** Tokens handed out, in order. */
  readonly tokens: string[];
  /** Instead of a token. */
  refuseTokens: (() => Reply | undefined) | undefined;
};

/** A sign-in host that gives tokens, and a Graph host that answers as the test says. */
export async function startScriptedEntra(
  answer: Script,
  {
    timeLimitMs = 5_000,
    credential = { kind: 'secret', secret: SECRET },
  }: { readonly timeLimitMs?: number; readonly credential?: EntraSettings['credential'] } = {},
): Promise<ScriptedEntra> {
  const tokens: string[] = [];
  const login = await startScriptedHost((request) => {
    if (request.method === 'GET') return { json: metadata(login.origin) };
    const refusal = scripted.refuseTokens?.();
    if (refusal !== undefined) return refusal;
    tokens.push(`token-number-${tokens.length + 1}`);
    return { json: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: tokens.at(-1) } };
  });
  const graph = await startScriptedHost(answer);
  const settings = { clientId: TENANT, credential, authorityHost: login.origin, graphEndpoint: graph.origin };
  const entra = openEntra(settings, { timeLimitMs });
  const scripted: ScriptedEntra = {
    entra,
    directory: entra.directory(TENANT),
    login,
    graph,
    tokens,
    refuseTokens: undefined,
    async [Symbol.asyncDispose]() {
      await Promise.all([login[Symbol.asyncDispose](), graph[Symbol.asyncDispose]()]);
    },
  };
  return scripted;
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document */
const metadata = (origin: string) => ({
  issuer: `${origin}/${TENANT}/v2.0`,
  authorization_endpoint: `${origin}/${TENANT}/oauth2/v2.0/authorize`,
  token_endpoint: `${origin}/${TENANT}/oauth2/v2.0/token`,
  jwks_uri: `${origin}/${TENANT}/discovery/v2.0/keys`,
});

export const graphError = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  json: { error: { code, message: 'Ada Lovelace is not here.', innerError: { date: '2026-11-24T12:00:00' } } },
});

/** A user object's id out of a small number. */
export const objectId = (number: number): EntraObjectId =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as EntraObjectId; // a GUID by its form

export const person = (number: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id: objectId(number),
  userPrincipalName: `person${number}@contoso.example`,
  displayName: `Person ${number}`,
  accountEnabled: true,
  userType: 'Member',
  mailNickname: null,
  ...more,
});
