import { deliverByLmtp, startDovecot, startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { connectImap } from './imap-connection.js';

const here = world();

it('a server without IDLE is asked for new mail at each poll, over one connection', async () => {
  const dir = `${here.folder()}/dovecot`;
  const options = { domain: 'example.test', users: { alice: 'wonder' }, imapCapability: 'IMAP4rev1' };
  const dovecot = await startDovecot({ dir, isForgetful: true, ...options });
  here.onEnd(() => dovecot.stop());
  let said = '';
  const admits = (it: Buffer): boolean => ((said += it.toString()), true);
  const cable = await startTcpProxy({ targetPort: dovecot.ports.imap, admits });
  here.onEnd(() => cable.stop());
  const [user, password] = ['alice@example.test', 'wonder'];
  const mailbox = await connectImap({ host: '127.0.0.1', port: cable.port, encryption: 'none', user, password });
  here.onEnd(() => mailbox.close());
  const poll = async () => {
    await mailbox.wait(100, new AbortController().signal);
    return (await mailbox.listAfter(undefined)).mails;
  };
  expect(await poll()).toEqual([]);
  const message = Buffer.from('Subject: x\r\n\r\nx\r\n');
  await deliverByLmtp({ port: dovecot.ports.lmtp, reversePath: user, forwardPaths: [user], message });
  const [mail] = await until(async () => {
    const mails = await poll();
    return mails.length > 0 ? mails : undefined;
  });
  await mailbox.addSeen([mail!.id]);
  expect(said).not.toMatch(/ IDLE/);
  expect(said.match(/AUTHENTICATE|LOGIN/g)).toHaveLength(1);
});
