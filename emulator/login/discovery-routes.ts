import { Hono } from 'hono';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { answerAadsts } from './answer-aadsts.ts';

/** Names that stand for whichever directory the person who signs in belongs to. */
export const ANY_DIRECTORY = ['common', 'organizations'];

/**
 * What a client finds out before it signs in.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document
 */
export function discoveryRoutes(context: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
    const { authorityHost, graphEndpoint, controlUrl } = context.places();
    const asked = c.req.param('tenant');
    const any = ANY_DIRECTORY.includes(asked);
    const tenant = any ? asked : context.directories.find(asked)?.entraTenantId;
    if (tenant === undefined) return answerAadsts(c, context, 90002, { error: 'invalid_tenant' });
    return c.json({
      token_endpoint: `${authorityHost}/${tenant}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      jwks_uri: `${authorityHost}/${tenant}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: `${authorityHost}/${any ? '{tenantid}' : tenant}/v2.0`,
      // Where browsers go: plain HTTP on the loopback, so that nobody has to trust a certificate.
      authorization_endpoint: `${controlUrl}/${tenant}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${controlUrl}/${tenant}/oauth2/v2.0/logout`,
      http_logout_supported: true,
      claims_supported: [
        'sub',
        'iss',
        'aud',
        'exp',
        'iat',
        'nonce',
        'tid',
        'oid',
        'ver',
        'name',
        'preferred_username',
        'wids',
      ],
      cloud_instance_name: new URL(authorityHost).host,
      msgraph_host: new URL(graphEndpoint).host,
    });
  });

  app.get('/:tenant/discovery/v2.0/keys', (c) => c.json({ keys: [context.tokens.jwk()] }));

  app.get('/common/discovery/instance', (c) => {
    const { authorityHost } = context.places();
    const { host } = new URL(authorityHost);
    return c.json({
      tenant_discovery_endpoint: `${authorityHost}/common/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  return app;
}
