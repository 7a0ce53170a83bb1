import { deliverByLmtp, startTcpProxy } from '@replyline/local-servers';
import { REPLIES, type SeenMail } from '@replyline/tools';
import { ImapFlow } from 'imapflow';
import type { PostfixMail } from './postfix-mail.js';
import type { Stage } from './stage.js';
import { writtenAnswer } from './written-answer.js';

/** What a reader of the mailbox asks of Dovecot. */
export type ImapStep = 'fetch' | 'store';

/** Says whether Dovecot hears of it; otherwise the connection ends there. */
export type Admits = (step: ImapStep, mails: number) => boolean;

const STEPS: readonly (readonly [ImapStep, RegExp])[] = [
  // What a mail says, not what it weighs: that is asked of all of them to list them.
  ['fetch', / UID FETCH (\S+) .*BODY\.PEEK\[/i],
  ['store', / UID STORE (\S+) /i],
];

/** The mailbox for replies, in a real Dovecot, with somebody listening on the way there. */
export class DovecotMailbox {
  private admits: Admits = () => true;

  /** For `Stage.open`. */
  readonly wrap = async (mail: PostfixMail): Promise<PostfixMail> => {
    const admits = (said: Buffer) => this.hear(said.toString('latin1'));
    const proxy = await startTcpProxy({ targetPort: mail.dovecot.ports.imap, admits });
    const stop = async () => {
      await mail.stop();
      await proxy.stop();
    };
    return { ...mail, receiving: { host: '127.0.0.1', port: proxy.port, encryption: 'none' }, stop };
  };

  follow(admits: Admits): void {
    this.admits = admits;
  }

  /** The mail as a client of alice would have written it. */
  answer(mail: SeenMail, from: string, text: string): string {
    return writtenAnswer(mail, { from, to: mail.replyTo ?? REPLIES, text });
  }

  async deliver({ mail, stack }: Stage, messages: readonly string[]): Promise<void> {
    const envelope = { port: mail.lmtpPort, reversePath: stack.people.alice.email, forwardPaths: [REPLIES] };
    for (const message of messages) await deliverByLmtp({ ...envelope, message: Buffer.from(message) });
  }

  /** How many mails are not marked as read. Dovecot is asked itself: it cannot be wrong in our favour. */
  async unread({ mail, stack }: Stage): Promise<number> {
    const auth = { user: REPLIES, pass: stack.secrets.repliesPassword };
    const client = new ImapFlow({ ...mail.imap, secure: false, doSTARTTLS: false, auth, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    const status = await client.status('INBOX', { unseen: true }).finally(() => client.logout());
    return (status && status.unseen) || 0;
  }

  private hear(said: string): boolean {
    for (const [step, pattern] of STEPS) {
      const uids = pattern.exec(said)?.[1];
      if (uids !== undefined) return this.admits(step, sizeOf(uids));
    }
    return true;
  }
}

/** How many there are in a sequence set (RFC 9051 §4.1.1): `3:5,8` are four. */
export const sizeOf = (set: string): number =>
  set.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split(':').map(Number);
    return sum + Math.abs(last - first) + 1;
  }, 0);
