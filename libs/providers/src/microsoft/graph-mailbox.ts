import { setTimeout as pause } from 'node:timers/promises';
import { Failure, type ErrorCode } from '@replyline/errors';
import type { Listing, MailboxConnection, MailSummary, Marking } from '../imap/mailbox-connection.js';
import type { MicrosoftAccess } from './access.js';
import { GraphClient, type GraphRequest } from './graph-client.js';
import { BEGINNINGS, inOrder, pageOf } from './graph-listing.js';
import { MOST_REQUESTS } from './graph.js';
import { inLanes } from './in-lanes.js';
import { News } from './news.js';

/** Ids that stay the same when a message is moved, and do not differ between two questions. */
const IMMUTABLE = 'IdType="ImmutableId"';
/** As many as Graph puts on a page. */
const LARGE_PAGES = `${IMMUTABLE}, odata.maxpagesize=500`;
/** A mail of 40 MB by a slow line. */
const DOWNLOAD_MS = 120_000;
/** So often a question is asked that Graph answers with "later", before it counts as trouble. */
const MOST_TRIES = 5;
/** Where Graph does not say when. */
const USUAL_PAUSE_SECONDS = 5;

const IS_READ = { type: 'application/json', text: JSON.stringify({ isRead: true }) } as const;
/** Each is asked for several times, and keeps what is new waiting: so many refusals are enough for one time. */
const MOST_REFUSED = 3;

export interface GraphReading {
  /** Ends what is waited for. */
  readonly signal: AbortSignal;
  /** Wakes `wait`; absent, nothing announces messages. */
  readonly news?: News;
}

/** Opens the inbox of a mailbox of Microsoft 365, as an application. Throws as its methods do. */
export async function connectGraph(access: MicrosoftAccess, reading: GraphReading): Promise<MailboxConnection> {
  const mailbox = new GraphMailbox(new GraphClient(access), reading);
  await mailbox.open();
  return mailbox;
}

/** Nothing is open between two questions: what is called a connection here is the token. */
class GraphMailbox implements MailboxConnection {
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
    return !this.reading.signal.aborted && error instanceof Failure && !OF_THE_READER.includes(error.code);
  }

  async addSeen(ids: readonly string[]): Promise<Marking> {
    const [marked, refused]: [string[], string[]] = [[], []];
    await inLanes(ids, MOST_REQUESTS, async (id) => {
      if (refused.length < MOST_REFUSED) ((await this.isMarked(id)) ? marked : refused).push(id);
    });
    return { marked, refused };
  }

  /** False where it is this message that Graph refuses to mark, and says at the same moment that it is there. */
  private async isMarked(id: string): Promise<boolean> {
    try {
      await unlessGone(this.ask({ method: 'PATCH', path: messagePath(id), prefer: IMMUTABLE, body: IS_READ }));
      return true;
    } catch (error) {
      const isOfMail = this.mayBeOfMail(error) && replyCodeOf(error) !== undefined && !isForbidden(error);
      if (!isOfMail || !(await this.knows(id))) throw error;
      return false;
    }
  }

  async wait(maxMs: number, signal: AbortSignal): Promise<void> {
    const { news = new News() } = this.reading;
    await news.wait(maxMs, signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async listAll(): Promise<Listing> {
    const [withSizes, without] = BEGINNINGS;
    return this.list(withSizes).catch((error: unknown) => {
      if (replyCodeOf(error) === BAD_REQUEST) return this.list(without);
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
        await pause(pauseMs(error), undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const GONE = 410;
const REFUSALS_OF_LINK: readonly unknown[] = [BAD_REQUEST, NOT_FOUND, GONE];
/** What says nothing of a message: of the application, or that it is to ask later. Anything else may be one message's doing. */
const OF_THE_READER: readonly ErrorCode[] = [
  'mailbox.throttled',
  'provider.app_refused',
  'provider.credentials_rejected',
];

const messagePath = (id: string): string => `/messages/${encodeURIComponent(id)}`;

const replyCodeOf = (error: unknown): unknown => (error instanceof Failure ? error.details['replyCode'] : undefined);

const isForbidden = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'provider.permission_missing';

/**
 * A link that is too old, or leads to no end, or to the folder of a mailbox that was moved or made anew under its address: Graph has
 * many words for it, and none would ever be another one. What is wrong with the mailbox itself shows when it is listed anew.
 */
const isForgotten = (error: unknown): boolean =>
  REFUSALS_OF_LINK.includes(replyCodeOf(error)) ||
  (error instanceof Failure && error.code === 'mailbox.not_graph') ||
  (error instanceof Failure && /^(SyncState|resync)/i.test(String(error.details['graphCode'] ?? '')));

const isLater = (error: unknown): error is Failure =>
  error instanceof Failure && (error.code === 'provider.throttled' || error.code === 'provider.try_later');

const pauseMs = ({ details }: Failure): number => 1_000 * Number(details['retryAfterSeconds'] ?? USUAL_PAUSE_SECONDS);

/** A mailbox that is not there is a failure; a message that is not there is none, unless it `isThere` all the same. */
async function unlessGone<T>(asking: Promise<T>, isThere?: () => Promise<boolean>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    const isGone = replyCodeOf(error) === NOT_FOUND && error instanceof Failure;
    if (!isGone || !GONE_MESSAGE.test(String(error.details['graphCode'] ?? '')) || (await isThere?.())) throw error;
    return undefined;
  }
}

const GONE_MESSAGE = /^ErrorItemNotFound$|^ErrorMessageNotFound$/i;

/** What sending and reading call differently. What is wrong with the application has the same name in both. */
const READING: Partial<Record<ErrorCode, ErrorCode>> = {
  'provider.throttled': 'mailbox.throttled',
  'provider.try_later': 'mailbox.connection_lost',
  'provider.unavailable': 'mailbox.unreachable',
  'provider.timeout': 'mailbox.timeout',
  'provider.protocol_error': 'mailbox.not_graph',
};

function inWordsOfReading(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const code = READING[error.code];
  return code === undefined ? error : new Failure(code, error.details, { cause: error });
}
