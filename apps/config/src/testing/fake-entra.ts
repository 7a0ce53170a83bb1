import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The part of Microsoft Entra that a person and a confidential client meet, over HTTP; refresh tokens are good for one use. */
export interface FakeEntra {
  /** For `MICROSOFT_BASE_URL`. */
  readonly url: string;
  /** Each grant that a client came with, and how it ended: `ok`, or the OAuth error. */
  readonly ledger: { readonly grant: string; readonly outcome: string }[];
  /** Every code and token that was given out. */
  readonly secrets: string[];
  /** Who signs in. */
  person: string;
  clientSecret: string;
  /** What `authorize` sends back instead of a code. */
  denial: string | undefined;
  /** What each token request fails with from now on. */
  failure: { readonly status: number; readonly error?: string } | undefined;
  /** Puts another nonce into id tokens. */
  isForgingNonces: boolean;
  stop(): Promise<void>;
}

interface Pending {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
}

type Answer = readonly [status: number, body: object];

export async function startEntra(): Promise<FakeEntra> {
  const codes = new Map<string, Pending>();
  const refreshTokens = new Set<string>();
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const entra: FakeEntra = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger: [],
    secrets: [],
    person: 'bot@contoso.test',
    clientSecret: '',
    denial: undefined,
    failure: undefined,
    isForgingNonces: false,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', entra.url);
    if (pathname.endsWith('/authorize')) {
      return void response.writeHead(302, { location: authorize(searchParams) }).end();
    }
    const form = new URLSearchParams(await text(request));
    const [status, body] = token(form);
    const outcome = status === 200 ? 'ok' : ((body as { error?: string }).error ?? String(status));
    entra.ledger.push({ grant: form.get('grant_type') ?? '', outcome });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  function authorize(query: URLSearchParams): string {
    const back = new URL(query.get('redirect_uri')!);
    back.searchParams.set('state', query.get('state')!);
    if (entra.denial) {
      back.searchParams.set('error', entra.denial);
      return back.href;
    }
    const code = secret('code');
    const challenge = query.get('code_challenge')!;
    codes.set(code, { nonce: query.get('nonce')!, challenge, redirectUri: query.get('redirect_uri')! });
    back.searchParams.set('code', code);
    back.searchParams.set('session_state', randomUUID());
    return back.href;
  }

  function token(form: URLSearchParams): Answer {
    if (entra.failure) return [entra.failure.status, { error: entra.failure.error }];
    if (form.get('client_secret') !== entra.clientSecret) return [401, { error: 'invalid_client' }];
    if (form.get('grant_type') === 'refresh_token') return refresh(form);
    const pending = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (pending?.challenge !== challenge || pending.redirectUri !== form.get('redirect_uri')) {
      return [400, { error: 'invalid_grant' }];
    }
    const nonce = entra.isForgingNonces ? 'forged' : pending.nonce;
    const claims = { aud: form.get('client_id'), nonce, preferred_username: entra.person };
    const idToken = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
    return [200, { ...grant(), id_token: idToken }];
  }

  const refresh = (form: URLSearchParams): Answer =>
    refreshTokens.delete(form.get('refresh_token') ?? '') ? [200, grant()] : [400, { error: 'invalid_grant' }];

  function grant(): object {
    const refreshToken = secret('refresh');
    refreshTokens.add(refreshToken);
    return { token_type: 'Bearer', access_token: secret('access'), refresh_token: refreshToken, expires_in: 3_600 };
  }

  function secret(kind: string): string {
    const made = `${kind}-${randomUUID()}`;
    entra.secrets.push(made);
    return made;
  }

  return entra;
}
