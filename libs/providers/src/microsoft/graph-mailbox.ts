import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, Failure, type ErrorCode } from '@replyline/errors';
import type { Listing, MailboxConnection, MailSummary, Marking } from '../imap/mailbox-connection.js';
import type { MicrosoftAccess } from './access.js';
import { GraphClient, type GraphRequest } from './graph-client.js';
import { BEGINNINGS, inOrder, pageOf } from './graph-listing.js';
import { GraphMarks } from './graph-marks.js';
import {
  inWordsOfReading,
  isBadRequest,
  isForgotten,
  isLater,
  isOfReader,
  pauseMs,
  unlessGone,
} from './graph-reading-errors.js';
import { News } from './news.js';

/** Ids that stay the same when a message is moved, and do not differ between two questions. */
const IMMUTABLE = 'IdType="ImmutableId"';
/** As many as Graph puts on a page. */
const LARGE_PAGES = `${IMMUTABLE}, odata.maxpagesize=500`;
/** A mail of 40 MB by a slow line. */
const DOWNLOAD_MS = 120_000;
/** So often a question is asked that Graph answers with "later", before it counts as trouble. */
const MOST_TRIES = 5;

const IS_READ = { type: 'application/json', text: JSON.stringify({ isRead: true }) } as const;

/** Graph wants to be asked nothing for a while, and is not. */
export interface Pause {
  readonly until: Date;
  readonly because: ErrorCode | 'defect';
}

export interface GraphReading {
  /** Ends what is waited for. */
  readonly signal: AbortSignal;
  /** Wakes `wait`; absent, nothing announces messages. */
  readonly news?: News;
  /** Hears of each pause before it is made. */
  readonly onPause?: (pause: Pause) => Promise<void>;
}

/** Opens the inbox of a mailbox of Microsoft 365, as an application. Throws as its methods do. */
export async function connectGraph(access: MicrosoftAccess, reading: GraphReading): Promise<MailboxConnection> {
  const mailbox = new GraphMailbox(new GraphClient(access), reading);
  await mailbox.open();
  return mailbox;
}

/** Nothing is open between two questions: what is called a connection here is the token. */
class GraphMailbox implements MailboxConnection {
  private readonly marks = new GraphMarks({
    markOne: (id) => this.markOne(id),
    knows: (id) => this.knows(id),
    mayBeOfMail: (error) => this.mayBeOfMail(error),
    renewToken: () => this.renewToken(),
  });

  constructor(
    private readonly graph: GraphClient,
    private readonly reading: GraphReading,
  ) {}

  async open(): Promise<void> {
    await this.ask({ method: 'GET', path: '/mailFolders/inbox?$select=id' });
  }

  async listAfter(cursor: string | undefined): Promise<Listing> {
    if (cursor === undefined || !this.graph.isOurs(cursor)) return this.listAll();
    return this.list(cursor).catch((error: unknown) => {
      if (isForgotten(error)) return this.listAll();
      throw error;
    });
  }

  async fetch(id: string, maxBytes: number): Promise<Buffer | undefined> {
    const request = { method: 'GET', path: `${messagePath(id)}/$value`, timeoutMs: DOWNLOAD_MS } as const;
    const fetching = this.inTime((signal) => this.graph.begin({ ...request, prefer: IMMUTABLE, signal }, maxBytes));
    return unlessGone(fetching, () => this.knows(id));
  }

  /** Graph has the same word for a message that is gone and for one whose content it has lost. */
  async knows(id: string): Promise<boolean> {
    const path = `${messagePath(id)}?$select=id`;
    return (await unlessGone(this.ask({ method: 'GET', path, prefer: IMMUTABLE }))) !== undefined;
  }

  /** What was given up because we are told to stop says nothing of anything. */
  mayBeOfMail(error: unknown): boolean {
    return !this.reading.signal.aborted && !isOfReader(error);
  }

  addSeen(ids: readonly string[]): Promise<Marking> {
    return this.marks.mark(ids);
  }

  async wait(maxMs: number, signal: AbortSignal): Promise<void> {
    const { news = new News() } = this.reading;
    await news.wait(Math.min(maxMs, this.marks.owedInMs()), signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async listAll(): Promise<Listing> {
    const [withSizes, without] = BEGINNINGS;
    return this.list(withSizes).catch((error: unknown) => {
      if (isBadRequest(error)) return this.list(without);
      throw error;
    });
  }

  /** All pages of it: half a listing has no end that one could begin behind. Links that lead in a circle have none either. */
  private async list(from: string): Promise<Listing> {
    const mails: MailSummary[] = [];
    const seen = new Set<string>();
    for (let path = from; ;) {
      const { mails: more, next, cursor } = pageOf(await this.ask({ method: 'GET', path, prefer: LARGE_PAGES }));
      mails.push(...more);
      if (next === undefined) return inOrder(mails, cursor!);
      if (!this.graph.isOurs(next) || seen.has(next)) throw new Failure('mailbox.not_graph', { pages: seen.size });
      seen.add((path = next));
    }
  }

  private ask(request: Omit<GraphRequest, 'signal'>): Promise<unknown> {
    return this.inTime((signal) => this.graph.ask({ ...request, signal }));
  }

  /** Who is asked to wait does so, as long as he is told to. */
  private async inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.reading;
    for (let tries = 1; ; tries += 1) {
      try {
        return await work(signal);
      } catch (error) {
        if (tries === MOST_TRIES || signal.aborted || !isLater(error)) throw inWordsOfReading(error);
        await this.pause(error);
      }
    }
  }

  private async pause(error: Failure): Promise<void> {
    const { signal, onPause } = this.reading;
    const delayMs = pauseMs(error);
    await onPause?.({ until: new Date(Date.now() + delayMs), because: codeOf(inWordsOfReading(error)) });
    await pause(delayMs, undefined, { signal }).catch(() => undefined);
  }

  private async markOne(id: string): Promise<void> {
    const { signal } = this.reading;
    await unlessGone(
      this.graph.ask({ method: 'PATCH', path: messagePath(id), prefer: IMMUTABLE, body: IS_READ, signal }),
    );
  }

  private async renewToken(): Promise<void> {
    await this.graph.tokens.get({ renew: true, signal: this.reading.signal });
  }
}

const messagePath = (id: string): string => `/messages/${encodeURIComponent(id)}`;
