import { Failure } from '@replyline/errors';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { BaseEnvironment } from '../environment/base-environment.js';
import { callerOf, type Caller } from './caller.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Signatures only an issuer can make. Shared secrets and "none" are not among them (RFC 8725 §3.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 5;

/** Reads bearer tokens of the configured issuer. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified: VerifiedTokens;

  constructor(
    private readonly env: Pick<BaseEnvironment, 'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'AUTH_JWKS' | 'AUTH_JWKS_URL'>,
    now: () => number = Date.now,
  ) {
    this.verified = new VerifiedTokens(now);
    this.keys = env.AUTH_JWKS ? createLocalJWKSet(env.AUTH_JWKS) : createRemoteJWKSet(new URL(env.AUTH_JWKS_URL!));
  }

  /** Throws `access.unauthenticated`, or `service.unavailable` when the issuer does not give its keys. */
  async callerOf(token: string): Promise<Caller> {
    return this.verified.get(token) ?? this.verify(token);
  }

  private async verify(token: string): Promise<Caller> {
    const { payload } = await jwtVerify(token, this.keys, {
      issuer: this.env.AUTH_ISSUER,
      audience: this.env.AUTH_AUDIENCE,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    }).catch((error: unknown) => {
      throw isAboutTheIssuer(error)
        ? new Failure('service.unavailable', { part: 'issuer' }, { cause: error })
        : new Failure('access.unauthenticated');
    });
    const caller = callerOf(payload);
    if (!caller) throw new Failure('access.unauthenticated');
    this.verified.keep(token, caller, payload.exp!);
    return caller;
  }
}

/** jose's own errors are about the token, except when the key set did not come, came late or is not one. */
const isAboutTheIssuer = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);
