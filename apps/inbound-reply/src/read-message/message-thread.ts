import { Worker } from 'node:worker_threads';
import { Failure } from '@replyline/errors';
import type { Done, Job } from './job.js';

/** A mail of forty megabytes is read in less than half of it. Buffers are outside of this limit, and are bounded by the size. */
const HEAP_MB = 512;
/** Short-lived objects are collected often: memory is dearer here than time. */
const YOUNG_MB = 8;
/** A thread costs thirty megabytes, and a third of a second to start. */
const IDLE_MS = 60_000;

/**
 * The time of a message is taken in so many pieces: a process that had no time to listen misses one of them, and hears
 * in the next what the thread has answered long ago.
 */
const LOOKS = 10;
/** Whoever does nothing at all is given up too: after so many times the limit, by the clock. */
const PATIENCE = 6;

export interface ThreadOptions {
  readonly worker: URL;
  /**
   * Of work: a piece of it in which the process was given less of the processor counts for as much as that. A mail is not
   * unreadable because the machine was busy with something else, or asleep.
   */
  readonly limitMs: number;
  /** How much work this process has done. All of it, because Node 20 does not tell its threads apart. */
  readonly workedMs?: () => number;
}

const workOfProcess = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What the thread was asked together. */
interface Asked {
  readonly jobs: readonly Job[];
  readonly resolve: (done: readonly Done[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A thread that reads messages, one after the other. What takes too long, or breaks it, ends it; what waits behind that, and what
 * is asked next, has it started again.
 */
export class MessageThread {
  private thread: Worker | undefined;
  /** Ends the thread when nobody needed it for a while, or when it needs too long. */
  private timer: NodeJS.Timeout | undefined;
  /** The first is in hand, the others lie ready in the thread: it does not wait for this one to have time. */
  private readonly asked: Asked[] = [];

  constructor(private readonly options: ThreadOptions) {}

  /** Starting takes a moment, so the thread is kept, until nobody needed it for a while. */
  prepare(): Worker {
    this.thread ??= this.start();
    if (this.asked.length === 0) this.wait();
    return this.thread;
  }

  /** One for each job. Rejects with `mail.unreadable` when one of them is too much. */
  answers(jobs: readonly Job[]): Promise<readonly Done[]> {
    return new Promise((resolve, reject) => {
      this.prepare().postMessage(jobs);
      if (this.asked.push({ jobs, resolve, reject }) === 1) this.wait();
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    const { thread } = this;
    this.thread = undefined;
    thread?.removeAllListeners().on('error', () => undefined);
    await thread?.terminate();
  }

  /** It does not keep the process. */
  private start(): Worker {
    const thread = new Worker(this.options.worker, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
      execArgv: [],
    });
    thread.unref();
    thread.on('message', (done: readonly Done[]) => this.answered(done));
    thread.on('error', (cause) => void this.failed(unreadable('thread', cause)));
    thread.on('exit', () => void this.failed(unreadable('thread')));
    return thread;
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.asked.length === 0) this.timer = setTimeout(() => void this.end(), IDLE_MS).unref();
    else this.watch(this.options.limitMs, LOOKS * PATIENCE);
  }

  /** The time is over after so much more work, or so many more looks. */
  private watch(leftMs: number, looks: number): void {
    const { limitMs, workedMs = workOfProcess } = this.options;
    const before = workedMs();
    const look = (): void => {
      const stillMs = leftMs - Math.min(workedMs() - before, limitMs / LOOKS);
      if (stillMs > 0 && looks > 1) this.watch(stillMs, looks - 1);
      else void this.failed(unreadable('time'));
    };
    this.timer = setTimeout(look, limitMs / LOOKS);
  }

  private answered(done: readonly Done[]): void {
    this.asked.shift()?.resolve(done);
    this.wait();
  }

  /** Whoever was in hand did it. Those behind are asked again. */
  private async failed(error: Failure): Promise<void> {
    const [inHand, ...others] = this.asked.splice(0);
    await this.end();
    inHand?.reject(error);
    for (const { jobs, resolve, reject } of others) this.answers(jobs).then(resolve, reject);
  }
}

/** `limit`: `time`, or `thread` when it ran out of memory or broke. */
const unreadable = (limit: 'time' | 'thread', cause?: unknown): Failure =>
  new Failure('mail.unreadable', { limit }, { cause });
