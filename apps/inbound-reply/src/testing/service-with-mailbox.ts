import { deliverByLmtp, startDovecot } from '@replyline/local-servers';
import { until, type World } from '@replyline/testing';
import { MAILBOX } from './an-answer.js';
import { ServiceUnderTest, type Mail } from './service-under-test.js';

/** The service, reading a mailbox of a real Dovecot. */
export interface ServiceWithMailbox {
  readonly service: ServiceUnderTest;
  /** As the server of the company does it. */
  readonly deliver: (message: Buffer, reversePath?: string) => Promise<void>;
  /** What was decided about a mail, once it is. */
  readonly verdictOn: (messageId: string) => Promise<Mail>;
}

/** Nothing is read before `service.configure`. */
export async function serviceWithMailbox(
  here: World,
  variables: Record<string, string> = {},
): Promise<ServiceWithMailbox> {
  const users = { replies: 'secret' };
  const dir = `${here.folder()}/dovecot`;
  const dovecot = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: dovecot.ports.imap, password: 'secret' };
  const service = await ServiceUnderTest.start(servers, variables);
  here.onEnd(() => service.stop());
  const deliver = (message: Buffer, reversePath = 'alice@example.test'): Promise<void> =>
    deliverByLmtp({ port: dovecot.ports.lmtp, reversePath, forwardPaths: [MAILBOX], message });
  const verdictOn = (messageId: string): Promise<Mail> =>
    until(async () => (await service.mails((it) => it.messageId === messageId && it.state === 'processed'))[0], {
      what: 'a verdict',
    });
  return { service, deliver, verdictOn };
}
