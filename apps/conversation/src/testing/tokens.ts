import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'replyline';

/** An issuer of tokens: the environment that makes a service trust it, and its signature. */
export interface Issuer {
  readonly environment: Readonly<Record<string, string>>;
  token(subject: string, ...roles: string[]): Promise<string>;
}

export async function anIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'test' }];
  return {
    environment: { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS: JSON.stringify({ keys }) },
    token: (subject, ...roles) =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setExpirationTime('5 min')
        .sign(privateKey),
  };
}
