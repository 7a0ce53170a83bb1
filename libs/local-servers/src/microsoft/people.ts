import { createHash, randomUUID } from 'node:crypto';
import type { RegisteredApp } from './entra.js';
import { jwt, refusal, type TokenAnswer } from './token-answer.js';

/** A person who is asked for his consent. */
interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

/** The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636): everybody signs in and consents at once. */
export class People {
  person = 'desk@contoso.test';
  private readonly codes = new Map<string, Asked>();
  private readonly refreshTokens = new Set<string>();
  private readonly accessTokens = new Set<string>();

  /** Where the browser is sent back to. */
  authorize(query: URLSearchParams): string {
    const redirectUri = query.get('redirect_uri')!;
    const code = randomUUID();
    this.codes.set(code, { redirectUri, nonce: query.get('nonce')!, challenge: query.get('code_challenge')! });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state')!);
    return back.href;
  }

  /** A refresh token is good for one use. */
  token({ clientId }: RegisteredApp, form: URLSearchParams): TokenAnswer {
    const refresh = form.get('refresh_token');
    if (refresh !== null)
      return this.refreshTokens.delete(refresh) ? this.grant() : refusal(400, 'invalid_grant', 70000);
    const code = form.get('code') ?? '';
    const asked = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked?.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri')) {
      return refusal(400, 'invalid_grant', 70000);
    }
    return this.grant({ id_token: jwt({ aud: clientId, nonce: asked.nonce, preferred_username: this.person }) });
  }

  /** Whether a mail server would let it in. */
  isGood(accessToken: string): boolean {
    return this.accessTokens.has(accessToken);
  }

  private grant(more: object = {}): TokenAnswer {
    const [access_token, refresh_token] = [randomUUID(), randomUUID()];
    this.accessTokens.add(access_token);
    this.refreshTokens.add(refresh_token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3_600, access_token, refresh_token, ...more } };
  }
}
