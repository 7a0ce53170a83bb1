import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { graphRoot, type MicrosoftAccess } from './access.js';
import { answerInTime } from './answer-in-time.js';
import { saying } from '../said.js';
import { toFailure } from './graph-errors.js';
import { AppTokens } from './tokens.js';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the mailbox: `/sendMail`. */
  readonly path: string;
  readonly body?: { readonly type: 'application/json' | 'text/plain'; readonly text: string };
  readonly signal: AbortSignal;
  /** Whether an answer that gets lost leaves open what was done. */
  readonly isFinal?: boolean;
}

/** What Graph answers when it has taken a mail. Anything else that sounds well is somebody else's. */
const ACCEPTED = 202;

const odataError = z.object({
  error: z.object({ code: z.string().max(100), message: z.string().optional().catch(undefined) }),
});

/** Speaks to Microsoft Graph about one mailbox, as an application. */
export class GraphClient {
  readonly tokens: AppTokens;

  constructor(private readonly access: MicrosoftAccess) {
    this.tokens = new AppTokens(access);
  }

  /** The body of the answer. Throws a `provider.*` Failure; a token that is refused is renewed once. */
  async ask(request: GraphRequest): Promise<unknown> {
    const first = await this.send(request, false);
    const response = first.status === 401 ? await this.send(request, true) : first;
    const body: unknown = await response.json().catch(() => undefined);
    const isExpected = request.isFinal ? response.status === ACCEPTED : response.ok;
    if (isExpected) return body;
    if (response.ok) throw new Failure(request.isFinal ? 'provider.unknown_outcome' : 'provider.protocol_error');
    const said = odataError.safeParse(body);
    const graphCode = said.success ? said.data.error.code : undefined;
    const retryAfter = response.headers.get('retry-after');
    const failure = toFailure(
      { status: response.status, graphCode, retryAfter },
      { isFinal: request.isFinal ?? false },
    );
    throw saying(failure, said.success ? `${graphCode}: ${said.data.error.message ?? ''}` : undefined);
  }

  private async send({ method, path, body, signal, isFinal = false }: GraphRequest, renew: boolean): Promise<Response> {
    const token = await this.tokens.get({ renew, signal });
    const url = `${graphRoot(this.access)}/users/${encodeURIComponent(this.access.mailbox)}${path}`;
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body && { 'content-type': body.type }),
    };
    const waiting = { signal, isFinal, timeoutMs: this.access.timeoutSeconds * 1_000 };
    return answerInTime(url, { method, headers, ...(body && { body: body.text }) }, waiting);
  }
}
