import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Caller } from './caller.js';

export interface LocalIssuer {
  /** What a service must be told to accept the tokens. */
  readonly environment: { readonly AUTH_ISSUER: string; readonly AUTH_AUDIENCE: string; readonly AUTH_JWKS: string };
  /** `expires` is a time as jose reads it: '1h', '-1m'. */
  token(caller: Caller, expires?: string): Promise<string>;
}

/** An issuer with a key of its own, where there is no OIDC provider: a stack on one machine, a spec. */
export async function localIssuer(issuer = 'urn:replyline:local', audience = 'replyline'): Promise<LocalIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = randomUUID();
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] };
  return {
    environment: { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS: JSON.stringify(jwks) },
    token: ({ userId, roles }, expires = '1h') =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(privateKey),
  };
}
