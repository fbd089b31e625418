import { type Context, Hono } from 'hono';
import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { APPLICATION, type EmulatorContext, type HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { refusalOf } from './aadsts.ts';
import { widsOf } from '../people/directory-roles.ts';
import { answerAadsts } from './answer-aadsts.ts';
import { checkAssertion } from './check-assertion.ts';
import { ANY_DIRECTORY } from './discovery-routes.ts';

/** What is read of a token request's body; clients add more, such as telemetry. */
const formSchema = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  scope: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  client_assertion_type: z.string().optional(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
});
type Form = z.infer<typeof formSchema>;

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** One second less than an hour, as Entra says. */
const LIFETIME_SECONDS = 3_599;

/**
 * Tokens for the application itself, and for a person who has signed in and come back with a code.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function tokenRoutes(context: EmulatorContext): Hono<HostEnv> {
  return new Hono<HostEnv>().post('/:tenant/oauth2/v2.0/token', async (c) => {
    const fault = c.get('faults').get('signIn');
    if (fault !== undefined) return answerAadsts(c, context, fault.aadsts, fault);
    const form = formSchema.safeParse(await c.req.parseBody()).data ?? {};
    if (form.grant_type === 'authorization_code') return redeemCode(c, context, c.req.param('tenant'), form);
    const directory = context.directories.find(c.req.param('tenant'));
    if (directory === null) return answerAadsts(c, context, 90002);
    const refusal = await refusalOfForm(context, directory, c.req.param('tenant'), form);
    return refusal === null ? giveToken(c, context, directory) : answerAadsts(c, context, refusal);
  });
}

/** The AADSTS number of the first thing that is wrong, in Entra's order: application, credential, scope. */
async function refusalOfForm(
  context: EmulatorContext,
  directory: Directory,
  tenant: string,
  form: Form,
): Promise<number | null> {
  if (form.grant_type === undefined || form.client_id === undefined) return 900144;
  if (form.grant_type !== 'client_credentials') return 70003;
  if (form.client_id !== APPLICATION.clientId) return 700016;
  return (
    refusalOf(directory.consent) ??
    (await refusalOfCredential(context, directory.entraTenantId, tenant, form)) ??
    scopeOf(context, form)
  );
}

async function refusalOfCredential(
  { places, clientCertificates }: EmulatorContext,
  entraTenantId: string,
  tenant: string,
  { client_secret: secret, client_assertion: assertion, client_assertion_type: type }: Form,
): Promise<number | null> {
  if (secret !== undefined) return isSame(secret, APPLICATION.clientSecret) ? null : 7000215;
  if (assertion === undefined || type !== JWT_BEARER) return 7000216;
  const { authorityHost } = places();
  const audiences = [tenant, entraTenantId].flatMap((id) => [
    `${authorityHost}/${id}/oauth2/v2.0/token`,
    `${authorityHost}/${id}/v2.0`,
  ]);
  const { clientId } = APPLICATION;
  return checkAssertion({ assertion, clientId, audiences, certificates: clientCertificates });
}

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));

/** Graph is known by its own name and by this emulator's address. */
function scopeOf({ places }: EmulatorContext, { scope }: Form): number | null {
  if (scope === undefined) return 900144;
  const resource = /^(\S+?)\/*\.default$/.exec(scope.trim())?.[1];
  if (resource === undefined) return 1002012;
  return [places().graphEndpoint, 'https://graph.microsoft.com'].includes(resource) ? null : 500011;
}

async function giveToken(c: Context<HostEnv>, context: EmulatorContext, directory: Directory): Promise<Response> {
  const faults = c.get('faults');
  const { authorityHost, graphEndpoint } = context.places();
  const lifetimeSeconds = faults.get('shortToken')?.seconds ?? LIFETIME_SECONDS;
  const token = await context.tokens.issue({
    entraTenantId: directory.entraTenantId,
    clientId: APPLICATION.clientId,
    roles: faults.get('noRoles') === undefined ? directory.permissions : [],
    audience: graphEndpoint,
    authorityHost,
    lifetimeSeconds,
  });
  c.header('cache-control', 'no-store');
  return c.json({
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: token,
  });
}

/** A person's tokens for the code that the browser brought back: who they are, and one that opens nothing here. */
async function redeemCode(c: Context<HostEnv>, context: EmulatorContext, tenant: string, form: Form) {
  const any = ANY_DIRECTORY.includes(tenant);
  const entraTenantId = any ? undefined : context.directories.find(tenant)?.entraTenantId;
  if (!any && entraTenantId === undefined) return answerAadsts(c, context, 90002);
  if (form.client_id === undefined || form.code === undefined) return answerAadsts(c, context, 900144);
  if (form.client_id !== APPLICATION.clientId) return answerAadsts(c, context, 700016);
  const refusal = await refusalOfCredential(context, entraTenantId ?? tenant, tenant, form);
  if (refusal !== null) return answerAadsts(c, context, refusal);
  const { redirect_uri: redirectUri, code_verifier: codeVerifier } = form;
  const grant = context.codes.redeem(form.code, { redirectUri, codeVerifier, entraTenantId });
  if (typeof grant === 'number') return answerAadsts(c, context, grant);
  const directory = context.directories.find(grant.entraTenantId);
  const person = directory?.find(grant.entraObjectId) ?? null;
  if (directory === null || person === null) return answerAadsts(c, context, 50034);

  const fault = c.get('faults').get('idToken');
  const { authorityHost, graphEndpoint } = context.places();
  const shared = { ...grant, authorityHost, lifetimeSeconds: LIFETIME_SECONDS };
  const [idToken, accessToken] = await Promise.all([
    context.tokens.issueIdToken({
      ...shared,
      name: person.properties.displayName,
      preferredUsername: person.properties.userPrincipalName,
      wids: widsOf(person),
      otherClaims: fault?.claims ?? {},
      foreignKey: fault?.foreignKey ?? false,
    }),
    context.tokens.issue({ ...shared, roles: [], audience: graphEndpoint }),
  ]);
  c.header('cache-control', 'no-store');
  return c.json({
    token_type: 'Bearer',
    scope: grant.scope,
    expires_in: LIFETIME_SECONDS,
    ext_expires_in: LIFETIME_SECONDS,
    access_token: accessToken,
    id_token: idToken,
  });
}
