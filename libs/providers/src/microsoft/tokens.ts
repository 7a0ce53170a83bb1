import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { CLOUDS } from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import { atLogin, type MicrosoftAccess } from './access.js';
import { SharedWork } from '../shared-work.js';
import { answerInTime } from './answer-in-time.js';

/** What says that waiting may help; every other OAuth error (RFC 6749 §5.2) is about the application. */
const PASSES = /^(?:temporarily_unavailable|server_error|network_error)$/;

/** Access tokens of an application (client credentials, RFC 6749 §4.4), one request at a time. */
export class AppTokens {
  private client: ConfidentialClientApplication | undefined;
  /** What is just being asked for. */
  private readonly asking = { any: new SharedWork<string>(), renewed: new SharedWork<string>() };

  constructor(private readonly access: MicrosoftAccess) {}

  /**
   * One that is good for some minutes at least; with `renew` a new one. Throws `provider.app_refused`,
   * `provider.try_later`, `provider.unavailable`, `provider.timeout`.
   */
  async get({ renew = false, signal }: { renew?: boolean; signal: AbortSignal }): Promise<string> {
    const { any, renewed } = this.asking;
    // A new one is good for everybody. The one that there is was refused to whoever wants a new one.
    const isRenewed = renew || renewed.isUnderWay;
    try {
      return await (isRenewed ? renewed : any).join(() => this.ask(isRenewed), signal);
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('provider.unavailable', { step: 'token' });
    }
  }

  private async ask(renew: boolean): Promise<string> {
    const transport = new Transport(this.access);
    try {
      this.client ??= clientFor(this.access, transport);
      transports.set(this.client, transport);
      const scopes = [`${CLOUDS[this.access.cloud].graph}/.default`];
      const result = await this.client.acquireTokenByClientCredential({ scopes, skipCache: renew });
      if (!result?.accessToken) throw new Failure('provider.protocol_error', { step: 'token' });
      return result.accessToken;
    } catch (error) {
      // MSAL remembers a refusal and answers with it for a minute, without asking again.
      this.client = undefined;
      throw transport.failure ?? toFailure(error);
    }
  }
}

/** A client outlives the request that made it: each request keeps what went wrong with itself. */
const transports = new WeakMap<ConfidentialClientApplication, Transport>();

function clientFor({ cloud, tenantId, clientId, clientSecret }: MicrosoftAccess, first: Transport) {
  const current = () => transports.get(client) ?? first;
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url) => current().send('GET', url),
    sendPostRequestAsync: (url, options) => current().send('POST', url, options),
  };
  const authority = `https://${CLOUDS[cloud].login}/${tenantId}`;
  const client: ConfidentialClientApplication = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority },
    system: { networkClient },
  });
  return client;
}

/** MSAL has no timeout of its own. What went wrong on the way is kept, because MSAL tells it in words of its own. */
class Transport {
  failure: Failure | undefined;

  constructor(private readonly access: MicrosoftAccess) {}

  async send<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    // Nobody's own: others wait for the answer, too.
    const { signal } = new AbortController();
    const waiting = { signal, timeoutMs: this.access.timeoutSeconds * 1_000, isFinal: false };
    const request = {
      method,
      headers: options?.headers ?? {},
      ...(method === 'POST' && { body: options?.body ?? '' }),
    };
    try {
      const response = await answerInTime(atLogin(url, this.access), request, waiting);
      const body = (await response.json().catch(() => ({}))) as T;
      return { status: response.status, headers: Object.fromEntries(response.headers), body };
    } catch (error) {
      if (error instanceof Failure) this.failure = new Failure(error.code, { ...error.details, step: 'token' });
      throw error;
    }
  }
}

/** Microsoft's numbers are no contract; the words of OAuth and the status are. */
function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { errorCode = '', status = 0, errorNo } = error as { errorCode?: string; status?: number; errorNo?: unknown };
  const isPassing = PASSES.test(errorCode) || status >= 500 || status === 429;
  const code: ErrorCode = isPassing ? 'provider.try_later' : 'provider.app_refused';
  return new Failure(code, { step: 'token', ...(errorNo !== undefined && { entraCode: Number(errorNo) }) });
}
