import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { graphRoot, type MicrosoftAccess } from './access.js';
import { answerInTime } from './answer-in-time.js';
import { saying } from '../said.js';
import { toFailure, type Refusal } from './graph-errors.js';
import { AppTokens } from './tokens.js';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the mailbox: `/sendMail`; or a link that Graph gave, which `isOurs` has to know. */
  readonly path: string;
  /** RFC 7240. */
  readonly prefer?: string;
  readonly body?: { readonly type: 'application/json' | 'text/plain'; readonly text: string };
  readonly signal: AbortSignal;
  /** Whether an answer that gets lost leaves open what was done. */
  readonly isFinal?: boolean;
  /** Absent: as long as any answer may take. */
  readonly timeoutMs?: number;
}

interface Piece {
  readonly bytes: Buffer;
  /** RFC 9110 §14.4. */
  readonly range: string;
  readonly signal: AbortSignal;
}

/** What an upload session answers when its time is over, or when it has other pieces than we believe. */
const IS_OVER = [401, 403, 404, 410, 416];

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
    const response = await this.answerTo(request);
    const body: unknown = await response.json().catch(() => undefined);
    const isExpected = request.isFinal ? response.status === ACCEPTED : response.ok;
    if (isExpected) return body;
    if (response.ok) throw new Failure(request.isFinal ? 'provider.unknown_outcome' : 'provider.protocol_error');
    throw saying(toFailure(refusalOf(response, body), { isFinal: request.isFinal ?? false }), wordsOf(body));
  }

  /** The beginning of what is no JSON; the rest is not waited for. Throws as `ask` does. */
  async begin(request: GraphRequest, maxBytes: number): Promise<Buffer> {
    const response = await this.answerTo(request);
    if (response.ok) return beginningOf(response, maxBytes);
    const body: unknown = await response.json().catch(() => undefined);
    throw saying(toFailure(refusalOf(response, body), { isFinal: false }), wordsOf(body));
  }

  /** Whether a link leads to where our token may go. */
  isOurs(link: string): boolean {
    return link.startsWith(`${graphRoot(this.access)}/`);
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

  private async answerTo(request: GraphRequest): Promise<Response> {
    const first = await this.send(request, false);
    return first.status === 401 ? this.send(request, true) : first;
  }

  private async send(request: GraphRequest, renew: boolean): Promise<Response> {
    const { method, path, prefer, body, signal, isFinal = false } = request;
    const { timeoutMs = this.access.timeoutSeconds * 1_000 } = request;
    const token = await this.tokens.get({ renew, signal });
    const below = `${graphRoot(this.access)}/users/${encodeURIComponent(this.access.mailbox)}`;
    const url = this.isOurs(path) ? path : below + path;
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(prefer !== undefined && { prefer }),
      ...(body && { 'content-type': body.type }),
    };
    const waiting = { signal, isFinal, timeoutMs };
    return answerInTime(url, { method, headers, ...(body && { body: body.text }) }, waiting);
  }
}

async function beginningOf({ body }: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      sizeBytes += chunk.byteLength;
      // Leaving the loop ends the download.
      if (sizeBytes >= maxBytes) break;
    }
  } catch {
    throw new Failure('provider.unavailable');
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
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
