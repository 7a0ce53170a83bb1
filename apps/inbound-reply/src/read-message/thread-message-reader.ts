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
/** What goes to the thread together: mails that nobody would notice waiting for each other. */
const MOST_TOGETHER = 50;
const MOST_BYTES_TOGETHER = 512 * 1024;
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

interface Asked {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One thread, one message after the other. Whoever takes too long is ended with its thread, and the next message gets another;
 * where several went to it together, each is asked alone then, so that only the one that did it fails. A thread that nobody
 * needed for a while is ended too.
 */
@Injectable()
export class ThreadMessageReader extends MessageReader implements OnApplicationShutdown {
  private thread: Worker | undefined;
  private readonly queue: Asked[] = [];
  private working: Promise<void> | undefined;
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
    await this.working;
    await this.end();
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  private enqueue(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Not before the next turn: what is asked in one goes together. */
  private async work(): Promise<void> {
    await Promise.resolve();
    clearTimeout(this.idle);
    while (this.queue.length > 0) await this.perform(this.queue.splice(0, together(this.queue)));
    this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    this.working = undefined;
  }

  private async perform(asked: readonly Asked[]): Promise<void> {
    try {
      const done = await this.answers(asked.map(({ job }) => job));
      asked.forEach((one, at) => settle(one, done[at]!));
    } catch (error) {
      if (asked.length === 1) return asked[0]!.reject(error);
      for (const one of asked) await this.perform([one]);
    }
  }

  private answers(jobs: readonly Job[]): Promise<readonly Done[]> {
    return this.ask((this.thread ??= this.start()), jobs).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
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

  private ask(thread: Worker, jobs: readonly Job[]): Promise<readonly Done[]> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const onMessage = (done: readonly Done[]): void => end(() => resolve(done));
      const onError = (cause: unknown): void => end(() => reject(unreadable('thread', cause)));
      const onExit = (): void => end(() => reject(unreadable('thread')));
      const timer = setTimeout(() => end(() => reject(unreadable('time'))), this.options.limitMs);
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      thread.postMessage(jobs);
    });
  }
}

/** How many of the first go together. What is large goes alone. */
function together(asked: readonly Asked[]): number {
  let bytes = 0;
  const end = asked.slice(0, MOST_TOGETHER).findIndex(({ job }) => (bytes += weightOf(job)) > MOST_BYTES_TOGETHER);
  return end < 0 ? Math.min(asked.length, MOST_TOGETHER) : Math.max(1, end);
}

function weightOf(job: Job): number {
  if ('raw' in job) return job.raw.byteLength;
  if (job.kind !== 'extract') return MOST_BYTES_TOGETHER;
  const { text = '', html = '' } = job.input.mail;
  return text.length + html.length;
}

function settle({ resolve, reject }: Asked, done: Done): void {
  if ('result' in done) resolve(done.result);
  else if (done.code === 'defect') reject(new Error(`the message thread failed: ${done.message}`));
  else reject(new Failure(done.code));
}

/** `limit`: `time`, or `thread` when it ran out of memory or broke. */
const unreadable = (limit: 'time' | 'thread', cause?: unknown): Failure =>
  new Failure('mail.unreadable', { limit }, { cause });
