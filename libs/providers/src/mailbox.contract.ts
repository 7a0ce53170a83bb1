import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MailboxConnection } from './imap/mailbox-connection.js';

/** A mailbox that is empty, and what somebody else does with it. */
export interface MailboxRig {
  open(): Promise<MailboxConnection>;
  deliver(message: Buffer): Promise<void>;
  /** Gone for good, though it was listed. */
  remove(id: string): Promise<void>;
  /** The cursor as it is when the server has forgotten it. */
  forgotten(cursor: string): Promise<string>;
}

/** The tests that every mailbox passes: they are the sentences of `MailboxConnection`. */
export function mailboxContract(name: string, start: () => Promise<MailboxRig>): void {
  describe(`a mailbox by ${name}`, () => {
    let rig: MailboxRig;
    let mailbox: MailboxConnection;
    beforeEach(async () => {
      rig = await start();
      mailbox = await rig.open();
    });

    const arrived = async (...texts: string[]) => {
      for (const text of texts) await rig.deliver(aMessage(text));
      return (await (await rig.open()).listAfter(undefined)).mails;
    };
    const textsOf = async (ids: readonly { id: string }[]) =>
      Promise.all(ids.map(async ({ id }) => textOf(await (await rig.open()).fetch(id, 10_000))));

    it('lists what is new once, oldest first, and nothing when nothing is', async () => {
      const empty = await mailbox.listAfter(undefined);
      expect(empty.mails).toEqual([]);
      await arrived('one', 'two', 'three');
      const { mails, cursor } = await (await rig.open()).listAfter(empty.cursor);
      expect(await textsOf(mails)).toEqual(['one', 'two', 'three']);
      expect(new Set(mails.map(({ id }) => id)).size).toBe(3);
      expect((await mailbox.listAfter(cursor)).mails).toEqual([]);
    });

    it('says when a message came, not when its sender says', async () => {
      const [one] = await arrived('one');
      expect(Math.abs(one!.receivedAt.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('says what a message weighs before it is fetched, and gives no more of it than is asked for', async () => {
      const [one] = await arrived('one');
      mailbox = await rig.open();
      expect(one!.sizeBytes).toBe(aMessage('one').byteLength);
      expect(await mailbox.fetch(one!.id, 10)).toEqual(aMessage('one').subarray(0, 10));
    });

    it('gives a message as it came', async () => {
      const [one] = await arrived('Grüße');
      mailbox = await rig.open();
      const fetched = await mailbox.fetch(one!.id, 10_000);
      expect(fetched?.includes(Buffer.from('Grüße'))).toBe(true);
    });

    it('has nothing of a message that is gone', async () => {
      const [one, two] = await arrived('one', 'two');
      await rig.remove(one!.id);
      mailbox = await rig.open();
      expect(await mailbox.fetch(one!.id, 10_000)).toBeUndefined();
      expect(textOf(await mailbox.fetch(two!.id, 10_000))).toBe('two');
    });

    it('marks a message as read when told to, not by reading it, and does not mind doing it twice or to one that is gone', async () => {
      const [one, two, three] = await arrived('one', 'two', 'three');
      mailbox = await rig.open();
      await mailbox.fetch(two!.id, 10_000);
      await rig.remove(three!.id);
      await mailbox.addSeen([one!.id]);
      await mailbox.addSeen([one!.id, three!.id]);
      const { mails } = await (await rig.open()).listAfter(undefined);
      expect(mails.map(({ id, isSeen }) => [id, isSeen])).toEqual([
        [one!.id, true],
        [two!.id, false],
      ]);
    });

    it('goes on behind the cursor of an earlier connection, also when messages were marked meanwhile', async () => {
      const [one] = await arrived('one');
      const { cursor } = await (await rig.open()).listAfter(undefined);
      await (await rig.open()).addSeen([one!.id]);
      await arrived('two');
      expect(await textsOf((await (await rig.open()).listAfter(cursor)).mails)).toEqual(['two']);
    });

    it('lists everything under the same names again when its server has forgotten the cursor, or it is that of another kind', async () => {
      const before = await arrived('one', 'two');
      const { cursor } = await (await rig.open()).listAfter(undefined);
      for (const unknown of [await rig.forgotten(cursor), 'of another kind']) {
        const { mails, cursor: next } = await (await rig.open()).listAfter(unknown);
        expect(mails.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
        expect((await (await rig.open()).listAfter(next)).mails).toEqual([]);
      }
    });

    it('wakes at the poll interval, and when it is told to stop', async () => {
      await mailbox.wait(50, new AbortController().signal);
      const stop = new AbortController();
      const waiting = mailbox.wait(600_000, stop.signal);
      stop.abort();
      await waiting;
      expect((await (await rig.open()).listAfter(undefined)).mails).toEqual([]);
    });
  });
}

const aMessage = (text: string): Buffer =>
  Buffer.from(`Subject: ${text}\r\nDate: Fri, 1 Jan 1999 12:00:00 +0000\r\n\r\n${text}\r\n`);

const textOf = (message: Buffer | undefined): string | undefined => message?.toString().split('\r\n\r\n')[1]?.trim();
