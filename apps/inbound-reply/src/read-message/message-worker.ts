import { parentPort } from 'node:worker_threads';
import { codeOf } from '@replyline/errors';
import { corpusCase, extractReply, readMessage, type CorpusCase } from '@replyline/mail/reading';
import type { ExtractedReply, InboundMail } from '@replyline/mail';
import type { Done, Job } from './job.js';

/** The thread that touches hostile input. It holds nothing: it may be ended at any moment. */
parentPort?.on('message', (job: Job) => {
  work(job).then(
    (result) => parentPort!.postMessage({ result } satisfies Done),
    (error: unknown) => parentPort!.postMessage({ code: codeOf(error), message: String(error) } satisfies Done),
  );
});

async function work(job: Job): Promise<InboundMail | ExtractedReply | CorpusCase> {
  if (job.kind === 'read') return readMessage(job.raw);
  return job.kind === 'case' ? corpusCase(job.input) : extractReply(job.input);
}
