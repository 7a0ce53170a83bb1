import { importJWK, SignJWT, type JWK } from 'jose';

export const ISSUER = 'https://local.replyline.test/';
export const AUDIENCE = 'replyline';

/** A bearer token as an OIDC issuer would give it, signed with the stack's own key. */
export async function bearerToken(signingKey: JWK, caller: { id: string; roles: readonly string[] }): Promise<string> {
  return new SignJWT({ roles: caller.roles })
    .setProtectedHeader({ alg: 'ES256', kid: 'local' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(caller.id)
    .setIssuedAt()
    .setExpirationTime('30d')
    .sign(await importJWK(signingKey, 'ES256'));
}

/** The public half, for the services (RFC 7517 §5). */
export function publicKeys({ kty, crv, x, y, kid, alg }: JWK): string {
  return JSON.stringify({ keys: [{ kty, crv, x, y, kid, alg, use: 'sig' }] });
}
