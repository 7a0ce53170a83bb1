import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { graphRoot, type MicrosoftAccess } from './access.js';
import { answerInTime } from './answer-in-time.js';
import { saying } from '../said.js';
import { toFailure, type Refusal } from './graph-errors.js';
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

interface Piece {
  readonly bytes: Buffer;
  /** RFC 9110 §14.4. */
  readonly range: string;
  readonly signal: AbortSignal;
}

/** What an upload session answers when its time is over. */
const IS_OVER = [401, 403, 404, 410];

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
    throw saying(toFailure(refusalOf(response, body), { isFinal: request.isFinal ?? false }), wordsOf(body));
  }

  /**
   * One piece of a file, to the place that Graph named. The place lets in whoever knows it, so it gets no token; it is
   * told to nobody, also not in a failure.
   */
  async put(place: string, { bytes, range, signal }: Piece): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', 'content-range': range };
    const waiting = { signal, isFinal: false, timeoutMs: this.access.timeoutSeconds * 1_000 };
    const response = await answerInTime(place, { method: 'PUT', headers, body: bytes }, waiting);
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return;
    const refusal = refusalOf(response, body);
    // A place that is not there any more says nothing of the mailbox: the next try gets another one.
    if (IS_OVER.includes(refusal.status)) throw new Failure('provider.try_later', { replyCode: refusal.status });
    throw saying(toFailure(refusal, { isFinal: false }), wordsOf(body));
  }

  /** Where Graph may let us put a file: it is Microsoft's to name, but never in the clear. */
  mayUploadTo(place: string): boolean {
    if (!URL.canParse(place)) return false;
    const { baseUrl } = this.access;
    return baseUrl === undefined
      ? new URL(place).protocol === 'https:'
      : new URL(place).origin === new URL(baseUrl).origin;
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

function refusalOf({ status, headers }: Response, body: unknown): Refusal {
  const said = odataError.safeParse(body);
  const graphCode = said.success ? said.data.error.code : undefined;
  return { status, graphCode, retryAfter: headers.get('retry-after') };
}

function wordsOf(body: unknown): string | undefined {
  const said = odataError.safeParse(body);
  return said.success ? `${said.data.error.code}: ${said.data.error.message ?? ''}` : undefined;
}
