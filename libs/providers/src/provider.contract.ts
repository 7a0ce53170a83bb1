import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure, type ErrorCode } from '@replyline/errors';
import type { MailProvider, OutboundMail, SentMail } from './provider.js';

/** What the other side of a provider does to a mail. */
export type Situation =
  | 'accepts'
  | 'refuses the recipient'
  | 'refuses the sender'
  | 'refuses the message'
  | 'refuses the credentials'
  | 'asks to try later'
  | 'limits the rate'
  | 'never answers'
  | 'closes before the end of the message'
  | 'closes after the end of the message'
  | 'accepts and closes without a word'
  | 'is down';

export interface Rig {
  /** A provider whose other side is in this situation from now on. */
  provider(situation: Situation): Promise<MailProvider>;
  /** The Message-IDs that the other side has accepted. */
  accepted(): readonly string[];
  end(): Promise<void>;
}

const CODES: readonly (readonly [Situation, ErrorCode])[] = [
  ['refuses the recipient', 'provider.recipient_refused'],
  ['refuses the sender', 'provider.sender_refused'],
  ['refuses the message', 'provider.message_refused'],
  ['refuses the credentials', 'provider.credentials_rejected'],
  ['asks to try later', 'provider.try_later'],
  ['limits the rate', 'provider.throttled'],
  ['never answers', 'provider.timeout'],
  ['closes before the end of the message', 'provider.unavailable'],
  ['is down', 'provider.unavailable'],
];

/** The tests that every provider passes: they are the sentences of `MailProvider`. */
export function providerContract(name: string, start: () => Promise<Rig>): void {
  describe(`${name} provider`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await start();
    });
    afterEach(() => rig.end());

    it('resolves once the other side has accepted the mail', async () => {
      const provider = await rig.provider('accepts');
      const receipt = await provider.send(aMail('1'), nothing, never());
      expect(receipt.replyCode).toBeGreaterThanOrEqual(200);
      expect(rig.accepted()).toEqual(['1@example.test']);
    });

    it('has handed nothing over until handOver resolves', async () => {
      const provider = await rig.provider('accepts');
      const seen: number[] = [];
      await provider.send(aMail('1'), async () => void seen.push(rig.accepted().length), never());
      expect(seen).toEqual([0]);
    });

    it('hands nothing over when handOver rejects, and rejects with the same error', async () => {
      const provider = await rig.provider('accepts');
      const refusal = new Failure('lease.lost');
      await expect(provider.send(aMail('1'), () => Promise.reject(refusal), never())).rejects.toBe(refusal);
      await provider.send(aMail('2'), nothing, never());
      expect(rig.accepted()).toEqual(['2@example.test']);
    });

    it.each(CODES)('says of an other side that %s: %s', async (situation, code) => {
      const provider = await rig.provider(situation);
      await expect(provider.send(aMail('1'), nothing, never())).rejects.toMatchObject({ name: 'Failure', code });
      expect(rig.accepted()).toEqual([]);
    });

    it.each<Situation>(['closes after the end of the message', 'accepts and closes without a word'])(
      'does not pretend to know when the other side %s',
      async (situation) => {
        const provider = await rig.provider(situation);
        const sending = provider.send(aMail('1'), nothing, never());
        await expect(sending).rejects.toMatchObject({ code: 'provider.unknown_outcome' });
      },
    );

    it('settles soon after the signal aborts', async () => {
      const provider = await rig.provider('never answers');
      const stop = new AbortController();
      const sending = provider.send(aMail('1'), nothing, stop.signal);
      setImmediate(() => stop.abort());
      await expect(sending).rejects.toBeInstanceOf(Failure);
    });

    it('says nothing of the mail in a failure', async () => {
      const provider = await rig.provider('refuses the recipient');
      const failure: unknown = await provider.send(aMail('1'), nothing, never()).catch((error: unknown) => error);
      expect(JSON.stringify({ ...(failure as Failure), stack: (failure as Failure).stack })).not.toContain('ada');
    });

    it('lets what is being sent come to its end before it closes', async () => {
      const provider = await rig.provider('accepts');
      let isClosed = false;
      const sending = provider.send(
        aMail('1'),
        async () => {
          void provider.close().then(() => (isClosed = true));
          await new Promise((resume) => setImmediate(resume));
          expect(isClosed).toBe(false);
        },
        never(),
      );
      await sending;
      await provider.close();
      expect(rig.accepted()).toEqual(['1@example.test']);
    });
  });
}

export interface SentRig {
  readonly sentMail: SentMail;
  /** From now on it has a mail with this Message-ID. */
  sent(messageId: string): Promise<void>;
  /** One that nobody answers for, and one that is not there. */
  readonly silent: SentMail;
  readonly down: SentMail;
}

/** The same for `SentMail`. */
export function sentMailContract(name: string, start: () => Promise<SentRig>): void {
  describe(`what ${name} has sent`, () => {
    let rig: SentRig;
    beforeEach(async () => {
      rig = await start();
    });

    it('is found by its Message-ID', async () => {
      await rig.sent(`it's-1@example.test`);
      const found = await rig.sentMail.find(`it's-1@example.test`, never());
      expect(found).toEqual({ in: 'sent', itemId: expect.any(String) });
    });

    it('is nothing that only has a similar one', async () => {
      await rig.sent('12@example.test');
      expect(await rig.sentMail.find('2@example.test', never())).toEqual({ in: 'nowhere' });
      expect(await rig.sentMail.find('12@example.tes', never())).toEqual({ in: 'nowhere' });
    });

    it('is unknown while it is down', async () => {
      const looking = rig.down.find('1@example.test', never());
      await expect(looking).rejects.toMatchObject({ name: 'Failure', code: 'provider.unavailable' });
    });

    it('is waited for in vain no longer than it may take', async () => {
      const looking = rig.silent.find('1@example.test', never());
      await expect(looking).rejects.toMatchObject({ name: 'Failure', code: 'provider.timeout' });
    });

    it('is not waited for after the signal aborts', async () => {
      const stop = new AbortController();
      const looking = rig.silent.find('1@example.test', stop.signal);
      setImmediate(() => stop.abort());
      await expect(looking).rejects.toMatchObject({ name: 'Failure', code: 'provider.unavailable' });
    });
  });
}

const nothing = () => Promise.resolve();
const never = () => new AbortController().signal;

export const aMail = (id: string): OutboundMail => ({
  reversePath: 'replies@example.test',
  forwardPath: 'ada@example.test',
  content: Buffer.from(
    `From: <desk@example.test>\r\nTo: <ada@example.test>\r\nMessage-ID: <${id}@example.test>\r\nSubject: Hello\r\n\r\nHello\r\n.\r\n`,
  ),
});
