import { fetchOutside } from '@replyline/providers/microsoft';
import { Failure, type ErrorCode } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../clock.js';
import { scopesOf } from './authorize-url.js';
import { addressIn } from './id-token.js';
import { MicrosoftSettings } from './microsoft-settings.js';
import { TokenEndpoint, type App, type Redemption, type Tokens } from './token-endpoint.js';

/** People wait for the answer, and a row stays locked meanwhile. */
const TIMEOUT_MS = 10_000;

/** RFC 6749 §5.1; OpenID Connect Core §3.1.3.3. */
const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional(),
});
type Granted = z.output<typeof granted>;
/** RFC 6749 §5.2. */
const refused = z.object({ error: z.string().max(100) });

/** OAuth errors that say that this person has to come again. Numbers of Microsoft are no contract, these words are. */
const ENDS_THE_LINK = ['invalid_grant', 'interaction_required', 'consent_required', 'login_required'];

/** A secret that expired, or an application that is not there: no person can mend that by coming again. */
const BLAMES_THE_APP = ['invalid_client', 'unauthorized_client'];

/** The token endpoint of Microsoft Entra. */
@Injectable()
export class EntraTokenEndpoint extends TokenEndpoint {
  constructor(
    private readonly settings: MicrosoftSettings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async redeem(app: App, { code, verifier, nonce, redirectUri }: Redemption): Promise<Tokens & { address: string }> {
    const grant = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
    const answer = await this.ask(app, grant, (error) =>
      BLAMES_THE_APP.includes(error) ? 'account.app_refused' : 'account.link_refused',
    );
    const address = addressIn(answer.id_token, { clientId: app.clientId, nonce });
    if (answer.refresh_token === undefined) throw new Failure('account.link_refused', { missing: 'offline_access' });
    return { ...this.tokensOf(answer, answer.refresh_token), address };
  }

  /** Microsoft may keep the refresh token, and then says nothing about it (RFC 6749 §6). */
  async refresh(app: App, cache: string): Promise<Tokens> {
    const answer = await this.ask(app, { grant_type: 'refresh_token', refresh_token: cache }, (error) =>
      ENDS_THE_LINK.includes(error) ? 'account.needs_linking' : 'account.app_refused',
    );
    return this.tokensOf(answer, answer.refresh_token ?? cache);
  }

  private async ask(app: App, grant: Record<string, string>, codeFor: (error: string) => ErrorCode): Promise<Granted> {
    const { status, body } = await this.post(app, grant);
    const answer = granted.safeParse(body);
    if (status === 200 && answer.success) return answer.data;
    const error = refused.safeParse(body);
    if (status >= 500 || status === 429 || !error.success) throw unavailable();
    throw new Failure(codeFor(error.data.error), { error: error.data.error });
  }

  private async post(app: App, grant: Record<string, string>): Promise<{ status: number; body: unknown }> {
    const credentials = { client_id: app.clientId, client_secret: app.clientSecret };
    const response = await fetchOutside(`${this.settings.loginOf(app.cloud)}/${app.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...grant, ...credentials, scope: scopesOf(app.mailScopes).join(' ') }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  }

  private tokensOf({ access_token, expires_in }: Granted, cache: string): Tokens {
    const expiresAt = new Date(this.clock.now().getTime() + expires_in * 1_000);
    return { accessToken: access_token, expiresAt, cache };
  }
}

const unavailable = (cause?: unknown) => new Failure('service.unavailable', { service: 'Microsoft Entra' }, { cause });
