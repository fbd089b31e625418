import type { MiddlewareHandler } from 'hono';
import type { EmulatorContext } from '../context.ts';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal } from './graph-refusal.ts';

const invalidToken = (message: string): GraphRefusal =>
  new GraphRefusal(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': 'Bearer realm="", authorization_uri="", client_id="00000003-0000-0000-c000-000000000000"',
  });

const identityNotFound = (status: 401 | 403): GraphRefusal =>
  new GraphRefusal(
    status,
    'Authorization_IdentityNotFound',
    'The identity of the calling application could not be established.',
  );

/**
 * Who may ask: https://learn.microsoft.com/en-us/graph/resolve-auth-errors. A permission counts while the token has it
 * and the directory still grants it.
 */
export function letIn({ tokens, clock, directories }: EmulatorContext): MiddlewareHandler<GraphEnv> {
  return async function letInCaller(c, next) {
    const [, text] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (text === undefined) throw invalidToken('Access token is empty.');
    const token = tokens.read(text);
    if (token === null) throw invalidToken('CompactToken parsing failed with error code: 80049217');
    if (clock.now() >= token.expiresAt) throw invalidToken('Lifetime validation failed, the token is expired.');
    const fault = c.get('faults').get('identityNotFound');
    if (fault !== undefined) throw identityNotFound(fault.status);
    const directory = directories.find(token.entraTenantId);
    if (directory === null || directory.consent === 'never' || directory.consent === 'withdrawn') {
      throw identityNotFound(403);
    }
    if (directory.consentIsSpreading) throw identityNotFound(401);
    if (directory.consent === 'disabled') {
      throw new GraphRefusal(
        403,
        'Authorization_IdentityDisabled',
        'The identity of the calling application is disabled.',
      );
    }
    c.set('directory', directory);
    c.set('permissions', new Set(token.roles.filter((role) => directory.permissions.includes(role))));
    await next();
  };
}

/** Throws the refusal of a missing permission; any one of these is enough. */
export function requirePermission(permissions: ReadonlySet<string>, ...enough: readonly string[]): void {
  if (enough.some((one) => permissions.has(one))) return;
  throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
