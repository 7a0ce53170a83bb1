import type { Job } from './job.js';

/** Mails that nobody would notice waiting for each other. */
const MOST = 25;
const MOST_BYTES = 512 * 1024;

/** How many of the first go to the thread together, one at least. What is large goes alone. */
export function goTogether(jobs: readonly Job[]): number {
  let bytes = 0;
  const first = jobs.slice(0, MOST);
  const end = first.findIndex((job) => (bytes += weightOf(job)) > MOST_BYTES);
  return end < 0 ? first.length : Math.max(1, end);
}

function weightOf(job: Job): number {
  if ('raw' in job) return job.raw.byteLength;
  if (job.kind !== 'extract') return MOST_BYTES;
  const { text = '', html = '' } = job.input.mail;
  return text.length + html.length;
}
