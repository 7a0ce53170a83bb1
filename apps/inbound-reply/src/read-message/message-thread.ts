import { Worker } from 'node:worker_threads';
import { Failure } from '@replyline/errors';
import type { Done, Job } from './job.js';

/** A mail of forty megabytes is read in less than half of it. Buffers are outside of this limit, and are bounded by the size. */
const HEAP_MB = 512;
/** Short-lived objects are collected often: memory is dearer here than time. */
const YOUNG_MB = 8;
/** A thread costs thirty megabytes, and a third of a second to start. */
const IDLE_MS = 60_000;

export interface ThreadOptions {
  readonly worker: URL;
  readonly limitMs: number;
}

/** A thread that reads messages. What takes too long, or breaks it, ends it; what is asked next has it started again. */
export class MessageThread {
  private thread: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: ThreadOptions) {}

  /** Starting takes a moment, so the thread is kept, until nobody needed it for a while. */
  prepare(): Worker {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    return (this.thread ??= this.start());
  }

  /** One for each job. Rejects with `mail.unreadable` when one of them is too much. */
  async answers(jobs: readonly Job[]): Promise<readonly Done[]> {
    const thread = this.prepare();
    clearTimeout(this.idle);
    const done = await this.ask(thread, jobs).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
    this.prepare();
    return done;
  }

  async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  /** It does not keep the process. */
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

/** `limit`: `time`, or `thread` when it ran out of memory or broke. */
const unreadable = (limit: 'time' | 'thread', cause?: unknown): Failure =>
  new Failure('mail.unreadable', { limit }, { cause });
