import { parentPort } from 'node:worker_threads';
import { codeOf } from '@replyline/errors';
import { extractReply, readMessage } from '@replyline/mail/reading';
import type { Done, Job } from './job.js';

/** The thread that touches hostile input. It holds nothing: it may be ended at any moment. */
parentPort?.on('message', (job: Job) => {
  work(job).then(
    (result) => parentPort!.postMessage({ result } satisfies Done),
    (error: unknown) => parentPort!.postMessage({ code: codeOf(error), message: String(error) } satisfies Done),
  );
});

const work = async (job: Job) => (job.kind === 'read' ? readMessage(job.raw) : extractReply(job.input));
