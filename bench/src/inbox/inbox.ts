import { rmSync } from 'node:fs';
import { makeTemporaryFolder, until } from '@replyline/local-servers';
import type { Figure } from '../figures.js';
import { freshBareLoop } from './bare-loop.js';
import { fillInbox, type FullInbox } from './full-inbox.js';
import { imap } from './imap.js';

/** Fewer show a trend sooner; the goal is meant for 2,000. */
const MAILS = Number(process.env['BENCH_MAILS'] ?? 2_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** How long a slow machine may take for one mail. */
const PATIENCE_MS = 500;

/**
 * How fast a full mailbox is read, stored, decided and told about, beside a loop that only fetches and parses. Both
 * begin each round as processes that have just started.
 */
export async function inbox(): Promise<Figure[]> {
  const dir = makeTemporaryFolder();
  console.error(`  filling a mailbox with ${MAILS} mails`);
  const full = await fillInbox(dir, MAILS);
  try {
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await freshBareLoop(full.login));
      ours.push(await drained(full));
      const rates = [ours.at(-1)!, bare.at(-1)!].map((rate) => rate.toFixed(1));
      console.error(`  round ${round + 1} of ${ROUNDS}: ours ${rates[0]}, bare ${rates[1]} mails/s`);
    }
    const against = { name: 'a bare imapflow and mailparser loop (goal: ratio 0.6)', samples: bare };
    return [{ name: `draining ${MAILS} mails`, samples: ours, unit: 'mails/s', isMoreBetter: true, against }];
  } finally {
    await full.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Mails a second from the start of reading until all are decided, by the clock of inbound-reply. */
async function drained(full: FullInbox): Promise<number> {
  await asNew(full);
  await full.stack.restart('inbound-reply');
  await until(async () => (await progress(full)).decided >= MAILS, {
    deadlineMs: 60_000 + MAILS * PATIENCE_MS,
    everyMs: 250,
    what: 'all decided',
  });
  const { accepted, atFirst, seconds } = await progress(full);
  if (accepted !== MAILS) throw new Error(`${accepted} of ${MAILS} answers were accepted`);
  await full.stack.service('inbound-reply').stop();
  return (MAILS - atFirst) / seconds;
}

/** The first batch was fetched before anything was stored, so the clock starts with it and does not count it. */
async function progress({
  db,
}: FullInbox): Promise<{ decided: number; accepted: number; atFirst: number; seconds: number }> {
  const { rows } = await db.query<{ decided: number; accepted: number; atFirst: number; seconds: number }>(
    `SELECT count(*) FILTER (WHERE state = 'processed')::int AS decided,
       count(*) FILTER (WHERE outcome = 'accept')::int AS accepted,
       count(*) FILTER (WHERE stored_at < (SELECT min(stored_at) FROM inbound_mail) + interval '50 ms')::int AS "atFirst",
       extract(epoch FROM max(decided_at) - min(stored_at))::float AS seconds FROM inbound_mail`,
  );
  return rows[0]!;
}

/** Nobody has read any of it. */
async function asNew({ db, login }: FullInbox): Promise<void> {
  await db.query(`TRUNCATE inbound_mail, mailbox, claim, outbox CASCADE`);
  const client = imap(login);
  await client.connect();
  await client.mailboxOpen('INBOX');
  await client.messageFlagsRemove('1:*', ['\\Seen']);
  await client.logout();
}
