import { parentPort } from 'node:worker_threads';
import { Failure } from '@replyline/errors';
import { corpusCase, extractReply, readMessage, type CorpusCase } from '@replyline/mail/reading';
import type { ExtractedReply, InboundMail } from '@replyline/mail';
import type { Contents, Done, Job } from './job.js';

/** The thread that touches hostile input. It holds nothing: it may be ended at any moment. */
parentPort?.on('message', async (jobs: readonly Job[]) => {
  const done: Done[] = [];
  for (const job of jobs) done.push(await tried(job));
  parentPort!.postMessage(done);
});

const tried = (job: Job): Promise<Done> =>
  work(job).then(
    (result) => ({ result }),
    (error: unknown) => (error instanceof Failure ? { code: error.code } : { defect: error }),
  );

async function work(job: Job): Promise<InboundMail | ExtractedReply | CorpusCase | Contents> {
  switch (job.kind) {
    case 'read':
      return readMessage(job.raw);
    case 'extract':
      return extractReply(job.input);
    case 'case':
      return corpusCase(job.input);
    case 'contents':
      return contents(job.raw, job.hashes);
  }
}

async function contents(raw: Uint8Array, hashes: readonly string[]): Promise<Contents> {
  const { attachments } = await readMessage(raw, new Set(hashes));
  return new Map(attachments.flatMap(({ sha256, content }) => (content ? [[sha256, content]] : [])));
}
