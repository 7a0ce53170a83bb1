import { randomUUID } from 'node:crypto';
import { People } from './people.js';
import { jwt, refusal, type TokenAnswer } from './token-answer.js';

/** An application that is registered with the fake. */
export interface RegisteredApp {
  readonly tenantId: string;
  readonly clientId: string;
  clientSecret: string;
  /** Application permissions that an admin has consented to. */
  roles: readonly string[];
}

/** Microsoft Entra for client credentials (RFC 6749 §4.4) and for people, with the numbers of its errors. */
export class Entra {
  private readonly granted = new Map<string, RegisteredApp>();
  /** Who signs in when an account is linked. */
  readonly people = new People();

  constructor(private readonly apps: readonly RegisteredApp[]) {}

  token(tenantId: string, form: URLSearchParams): TokenAnswer {
    const inTenant = this.apps.filter((app) => app.tenantId === tenantId);
    if (inTenant.length === 0) return refusal(400, 'invalid_request', 90002);
    const app = inTenant.find(({ clientId }) => clientId === form.get('client_id'));
    if (!app) return refusal(400, 'unauthorized_client', 700016);
    if (form.get('client_secret') !== app.clientSecret) return refusal(401, 'invalid_client', 7000215);
    if (form.get('grant_type') !== 'client_credentials') return this.people.token(app, form);
    const token = jwt({ roles: app.roles, tid: tenantId, appid: app.clientId, jti: randomUUID() });
    this.granted.set(token, app);
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3_599, ext_expires_in: 3_599, access_token: token },
    };
  }

  /** Whose token it is; `undefined` for one that was never given out, or that was taken back. */
  appOf(authorization: string | undefined): RegisteredApp | undefined {
    return this.granted.get(authorization?.replace(/^Bearer /, '') ?? '');
  }

  /** As when a secret is revoked: what was given out is good for nothing. */
  takeBack(): void {
    this.granted.clear();
  }
}
