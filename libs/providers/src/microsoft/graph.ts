import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { admitted, full, tidying, unlimited, type Admission, type Admit } from '../admission.js';
import { givenMessageId } from '../given-message-id.js';
import { patience } from '../patience.js';
import { Pool, type Pooled } from '../pool.js';
import type { HandOver, MailAttachment, MailProvider, OutboundMail, Receipt, SentMail } from '../provider.js';
import { saidOf, saying } from '../said.js';
import type { MicrosoftAccess } from './access.js';
import { GraphClient } from './graph-client.js';
import { graphMessage } from './graph-message.js';
import { graphSentMail } from './graph-sent-mail.js';
import { attach } from './graph-upload.js';

export interface GraphOptions extends MicrosoftAccess {
  /** Exposed to recipients. */
  readonly fromAddress: string;
  /** Requests at a time, from this process. */
  readonly maxConnections: number;
  /** Absent: nobody counts the requests. */
  readonly admit?: Admit | undefined;
}

/** More at a time than this are refused, for one application, whatever the mailbox (Graph, throttling limits). */
export const MOST_REQUESTS = 4;
/** A question of more than 4 MB is refused, and a message becomes a third larger in base64. */
const MOST_AT_ONCE = 3_000_000;
/** Nothing is open between two mails, but a place is not asked for anew for each of a burst. */
const IDLE_MS = 2_000;
const ACCEPTED = 202;
const DISCARD_MS = 5_000;

/** Gives mail to Microsoft 365 as an application (Graph, `sendMail`). */
export const graphProvider = (options: GraphOptions): MailProvider => new GraphProvider(options);

/** One of the places in the queue to Graph. */
class Place implements Pooled {
  private isWanted = false;

  constructor(private readonly leave: Admission) {
    leave.onWanted(() => (this.isWanted = true));
  }

  get isUsable(): boolean {
    return !this.isWanted && !this.leave.signal.aborted;
  }

  /** Aborted when the place is lost to another process. */
  get signal(): AbortSignal {
    return this.leave.signal;
  }

  close(): void {
    this.leave.release();
  }
}

const draft = z.object({ id: z.string().min(1), internetMessageId: z.string().optional() });
type Draft = z.output<typeof draft>;

interface Way {
  readonly handOver: HandOver;
  readonly signal: AbortSignal;
}

class GraphProvider implements MailProvider {
  readonly sentMail: SentMail;
  private readonly graph: GraphClient;
  private readonly places: Pool<Place>;

  constructor(private readonly options: GraphOptions) {
    this.graph = new GraphClient(options);
    const max = Math.min(MOST_REQUESTS, options.maxConnections);
    const admit = tidying(options.admit ?? unlimited, () => this.places.tidy());
    const open = async (signal: AbortSignal) => new Place(await admitted(admit, signal));
    this.places = new Pool({ open, max, idleMs: IDLE_MS, ...(options.admit && { full }) });
    this.sentMail = graphSentMail(this.graph, (signal, work) => this.inTurn(signal, work));
  }

  send(mail: OutboundMail, handOver: HandOver, given: AbortSignal): Promise<Receipt> {
    return this.inTurn(given, (signal) => {
      if (mail.inParts && mail.content.length > MOST_AT_ONCE) return this.inPieces(mail, { handOver, signal });
      return this.isOwn(mail) ? this.directly(mail, handOver, signal) : this.onBehalf(mail, handOver, signal);
    });
  }

  close(): Promise<void> {
    return this.places.close();
  }

  private async inTurn<T>(given: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { item: place } = await this.places.take(given);
    try {
      return await work(AbortSignal.any([given, place.signal]));
    } finally {
      this.places.giveBack(place);
    }
  }

  /** Else each attempt would leave a copy of the mail in the mailbox. */
  private async discard(path: string): Promise<void> {
    const signal = patience(DISCARD_MS);
    await this.graph.ask({ method: 'DELETE', path, signal }).catch(() => undefined);
  }

  private isOwn(mail: OutboundMail): boolean {
    return this.fromOf(mail).toLowerCase() === this.options.mailbox.toLowerCase();
  }

  private fromOf({ fromAddress = this.options.fromAddress }: OutboundMail): string {
    return fromAddress;
  }

  /** The message as it is: Microsoft keeps its Message-ID and its References. */
  private async directly({ content }: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    await this.graph.tokens.get({ signal });
    await handOver();
    await this.graph.ask({ method: 'POST', path: '/sendMail', body: mime(content), signal, isFinal: true });
    return { replyCode: ACCEPTED };
  }

  /**
   * A message that is sent as it is comes from the mailbox, whatever it says. A draft keeps all of it and can be given
   * another From; an application that may only send (`Mail.Send`) cannot write one.
   */
  private async onBehalf(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    const made = await this.draft(mail.content, signal);
    return made ? this.sendDraft(made, mail, { handOver, signal }) : this.inItsWords(mail, handOver, signal);
  }

  /** What is too large for one question is a draft first, and its files come to it one by one. */
  private async inPieces(mail: OutboundMail, way: Way): Promise<Receipt> {
    const { content, attachments } = await mail.inParts!();
    const made = await this.draft(content, way.signal);
    if (!made) throw new Failure('provider.permission_missing', { permission: 'Mail.ReadWrite' });
    return this.sendDraft(made, { ...mail, content }, way, attachments);
  }

  /** `undefined` where the application may not write one. */
  private async draft(content: Buffer, signal: AbortSignal): Promise<Draft | undefined> {
    try {
      const answer = await this.graph.ask({ method: 'POST', path: '/messages', body: mime(content), signal });
      const made = draft.safeParse(answer);
      if (!made.success) throw new Failure('provider.protocol_error');
      return made.data;
    } catch (error) {
      if (error instanceof Failure && error.code === 'provider.permission_missing') return undefined;
      throw error;
    }
  }

  private async inItsWords(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    const message = await graphMessage(mail, this.fromOf(mail));
    await handOver();
    const body = { type: 'application/json', text: JSON.stringify({ message, saveToSentItems: true }) } as const;
    await this.graph.ask({ method: 'POST', path: '/sendMail', body, signal, isFinal: true });
    return { replyCode: ACCEPTED };
  }

  private async sendDraft(
    made: Draft,
    mail: OutboundMail,
    { handOver, signal }: Way,
    files: readonly MailAttachment[] = [],
  ): Promise<Receipt> {
    const path = `/messages/${encodeURIComponent(made.id)}`;
    try {
      if (!this.isOwn(mail)) await this.changeFrom(path, this.fromOf(mail), signal);
      for (const file of files) await attach(this.graph, file, { path, signal });
      await handOver();
      await this.graph.ask({ method: 'POST', path: `${path}/send`, signal, isFinal: true });
    } catch (error) {
      const mayBeSent = error instanceof Failure && error.code === 'provider.unknown_outcome';
      if (!mayBeSent) await this.discard(path);
      throw laterIfGone(error);
    }
    return { replyCode: ACCEPTED, ...replaced(made.internetMessageId, mail.content) };
  }

  private async changeFrom(path: string, address: string, signal: AbortSignal): Promise<void> {
    const from = { emailAddress: { address } };
    const body = { type: 'application/json', text: JSON.stringify({ from }) } as const;
    await this.graph.ask({ method: 'PATCH', path, body, signal });
  }
}

/** Somebody tidied up, or Exchange does not find yet what it has just made: the mailbox is there, and so will another draft be. */
function laterIfGone(error: unknown): unknown {
  const isGone = error instanceof Failure && error.details['graphCode'] === 'ErrorItemNotFound';
  return isGone ? saying(new Failure('provider.try_later', error.details), saidOf(error)) : error;
}

/** Graph takes a message in base64 under the name of plain text. */
const mime = (content: Buffer) => ({ type: 'text/plain', text: content.toString('base64') }) as const;

/** The Message-ID that Microsoft gave, where it is not ours. */
function replaced(internetMessageId: string | undefined, content: Buffer): { providerMessageId?: string } {
  const given = givenMessageId(internetMessageId);
  return given === undefined || content.includes(`<${given}>`) ? {} : { providerMessageId: given };
}
