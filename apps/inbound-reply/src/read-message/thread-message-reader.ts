import { Worker } from 'node:worker_threads';
import { Failure } from '@replyline/errors';
import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { CaseInput, CorpusCase } from '@replyline/mail/reading';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Contents, Done, Job } from './job.js';
import { MessageReader } from './message-reader.js';

/** A hundred times what the worst mail of our collection takes. */
const LIMIT_MS = 10_000;
/** A mail of forty megabytes is read in less than half of it. Buffers are outside of this limit, and are bounded by the size. */
const HEAP_MB = 512;
/** Short-lived objects are collected often: memory is dearer here than time. */
const YOUNG_MB = 8;
/** A thread costs thirty megabytes, and a third of a second to start. */
const IDLE_MS = 60_000;

/** Threads run what was compiled. A test, which runs the sources, finds it where the build puts it. */
const COMPILED = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/read-message/message-worker.js' : './message-worker.js',
  import.meta.url,
);

type Result = Extract<Done, { result: unknown }>['result'];

interface ThreadOptions {
  readonly worker: URL;
  readonly limitMs: number;
}

/**
 * One thread, one message at a time. Whoever takes too long is ended with its thread, and the next message gets another.
 * A thread that nobody needed for a while is ended too.
 */
@Injectable()
export class ThreadMessageReader extends MessageReader implements OnApplicationShutdown {
  private thread: Worker | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: ThreadOptions = { worker: COMPILED, limitMs: LIMIT_MS }) {
    super();
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
    await this.queue.catch(() => undefined);
    await this.end();
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  private enqueue(job: Job): Promise<Result> {
    const turn = this.queue.then(() => this.perform(job));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async perform(job: Job): Promise<Result> {
    clearTimeout(this.idle);
    const done = await this.ask((this.thread ??= this.start()), job).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
    this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    if ('result' in done) return done.result;
    if (done.code === 'defect') throw new Error(`the message thread failed: ${done.message}`);
    throw new Failure(done.code);
  }

  /** Starting takes a moment, so the thread is kept, and does not keep the process. */
  private start(): Worker {
    const thread = new Worker(this.options.worker, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
      execArgv: [],
    });
    thread.unref();
    thread.on('error', () => undefined);
    return thread;
  }

  private ask(thread: Worker, job: Job): Promise<Done> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const onMessage = (done: Done): void => settle(() => resolve(done));
      const onError = (cause: unknown): void => settle(() => reject(unreadable('thread', cause)));
      const onExit = (): void => settle(() => reject(unreadable('thread')));
      const timer = setTimeout(() => settle(() => reject(unreadable('time'))), this.options.limitMs);
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      thread.postMessage(job);
    });
  }
}

/** `limit`: `time`, or `thread` when it ran out of memory or broke. */
const unreadable = (limit: 'time' | 'thread', cause?: unknown): Failure =>
  new Failure('mail.unreadable', { limit }, { cause });
