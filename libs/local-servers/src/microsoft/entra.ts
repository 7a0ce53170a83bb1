import { randomUUID } from 'node:crypto';

/** An application that is registered with the fake. */
export interface RegisteredApp {
  readonly tenantId: string;
  readonly clientId: string;
  clientSecret: string;
  /** Application permissions that an admin has consented to. */
  roles: readonly string[];
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
}

/** The token endpoint of Microsoft Entra for client credentials (RFC 6749 §4.4), with the numbers of its errors. */
export class Entra {
  private readonly granted = new Map<string, RegisteredApp>();

  constructor(private readonly apps: readonly RegisteredApp[]) {}

  token(tenantId: string, form: URLSearchParams): TokenAnswer {
    const inTenant = this.apps.filter((app) => app.tenantId === tenantId);
    if (inTenant.length === 0) return refusal(400, 'invalid_request', 90002);
    const app = inTenant.find(({ clientId }) => clientId === form.get('client_id'));
    if (!app) return refusal(400, 'unauthorized_client', 700016);
    if (form.get('client_secret') !== app.clientSecret) return refusal(401, 'invalid_client', 7000215);
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

export const refusal = (status: number, error: string, number: number): TokenAnswer => ({
  status,
  body: {
    error,
    error_description: `AADSTS${number}: as the fake has it. Trace ID: ${randomUUID()}`,
    error_codes: [number],
    timestamp: '2026-01-01 00:00:00Z',
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  },
});

/** In the shape of a JWT; nobody but Microsoft may check it, so it is not signed. */
const jwt = (claims: object): string =>
  [{ typ: 'JWT', alg: 'none' }, claims, 'unsigned'].map((part) => base64url(part)).join('.');

const base64url = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
