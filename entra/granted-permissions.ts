import { z } from 'zod';

const Claims = z.object({ roles: z.array(z.string()).catch([]) });

/**
 * The application permissions that a token of ours holds, as its `roles` claim names them
 * (https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference). It is looked at to show it, and
 * never decides anything: Microsoft promises its form to Graph alone. Undefined: it is no token that can be read.
 */
export function grantedPermissions(token: string): readonly string[] | undefined {
  const [, payload = ''] = token.split('.');
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).roles;
  } catch {
    return undefined;
  }
}
