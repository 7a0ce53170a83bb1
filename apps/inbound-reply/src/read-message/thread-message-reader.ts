import { availableParallelism } from 'node:os';
import { Failure } from '@replyline/errors';
import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { CaseInput, CorpusCase } from '@replyline/mail/reading';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { goTogether } from './go-together.js';
import type { Contents, Done, Job } from './job.js';
import { MessageReader } from './message-reader.js';
import { MessageThread, type ThreadOptions } from './message-thread.js';

/** A hundred times what the worst mail of our collection takes. */
const LIMIT_MS = 10_000;
/** Two cores are busy with one thread, the database and what they are told. */
const MOST_THREADS = availableParallelism() > 2 ? 2 : 1;
/** Reading goes on for so long before one more thread helps: a few mails are read before it has started. */
const BACKLOG_MS = 500;

/** Threads run what was compiled. A test, which runs the sources, finds it where the build puts it. */
const COMPILED = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/read-message/message-worker.js' : './message-worker.js',
  import.meta.url,
);

type Result = Extract<Done, { result: unknown }>['result'];

interface ReaderOptions extends ThreadOptions {
  readonly threads: number;
  readonly backlogMs: number;
}

interface Asked {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A thread that reads one message after the other, and one more while there is a backlog. Whoever takes too long is
 * ended with its thread, and the next message gets another; where several went to it together, each is asked alone
 * then, so that only the one that did it fails. A thread that nobody needed for a while is ended too.
 */
@Injectable()
export class ThreadMessageReader extends MessageReader implements OnApplicationShutdown {
  private readonly queue: Asked[] = [];
  private readonly threads: readonly MessageThread[];
  private readonly working = new Map<MessageThread, Promise<void>>();
  private readonly backlogMs: number;
  private busySince = 0;
  private later: NodeJS.Timeout | undefined;

  constructor(options: Partial<ReaderOptions> = {}) {
    super();
    const { worker = COMPILED, limitMs = LIMIT_MS, threads = MOST_THREADS, backlogMs = BACKLOG_MS, ...more } = options;
    this.threads = Array.from({ length: threads }, () => new MessageThread({ worker, limitMs, ...more }));
    this.backlogMs = backlogMs;
  }

  prepare(): void {
    if (this.working.size === 0) this.threads[0]!.prepare();
  }

  read(raw: Uint8Array): Promise<InboundMail> {
    return this.enqueue({ kind: 'read', raw }) as Promise<InboundMail>;
  }

  extract(input: ReplyInput): Promise<ExtractedReply> {
    return this.enqueue({ kind: 'extract', input }) as Promise<ExtractedReply>;
  }

  corpusCase(input: CaseInput): Promise<CorpusCase> {
    return this.enqueue({ kind: 'case', input }) as Promise<CorpusCase>;
  }

  contents(raw: Uint8Array, hashes: readonly string[]): Promise<Contents> {
    return this.enqueue({ kind: 'contents', raw, hashes }) as Promise<Contents>;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.later);
    await Promise.all(this.working.values());
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  /** Not before the next turn: what is asked in one goes together. */
  private enqueue(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.queue.push({ job, resolve, reject }) === 1) queueMicrotask(() => this.assign());
    });
  }

  private assign(): void {
    const [first, ...others] = this.threads;
    if (this.working.size === 0) this.busySince = performance.now();
    this.employ(first!);
    const leftMs = this.busySince + this.backlogMs - performance.now();
    if (leftMs <= 0) for (const thread of others) this.employ(thread);
    else if (others.length > 0 && this.queue.length > 0) this.assignAfter(leftMs);
  }

  /** Whoever waits behind a message that takes its time may be the last one who asks. */
  private assignAfter(ms: number): void {
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.assign();
    }, ms).unref();
  }

  private employ(thread: MessageThread): void {
    if (this.queue.length === 0 || this.working.has(thread)) return;
    this.working.set(thread, this.work(thread));
  }

  /** While it reads, the next ones lie ready: this thread may have no time just when that one has. */
  private async work(thread: MessageThread): Promise<void> {
    let [before, last] = [Promise.resolve(), Promise.resolve()];
    while (this.queue.length > 0) {
      const count = goTogether(this.queue.map(({ job }) => job));
      [before, last] = [last, perform(thread, this.queue.splice(0, count))];
      await before;
      if (this.queue.length === 0) await last;
    }
    this.working.delete(thread);
  }
}

async function perform(thread: MessageThread, asked: readonly Asked[]): Promise<void> {
  try {
    const done = await thread.answers(asked.map(({ job }) => job));
    asked.forEach((one, at) => settle(one, done[at]!));
  } catch (error) {
    if (asked.length === 1) return asked[0]!.reject(error);
    for (const one of asked) await perform(thread, [one]);
  }
}

function settle({ resolve, reject }: Asked, done: Done): void {
  if ('result' in done) resolve(done.result);
  else if ('code' in done) reject(new Failure(done.code));
  else reject(new Error('the message thread failed', { cause: done.defect }));
}
