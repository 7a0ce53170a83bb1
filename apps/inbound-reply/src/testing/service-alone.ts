import type { World } from '@replyline/testing';
import { ServiceUnderTest } from './service-under-test.js';

/** Nobody listens there: a mailbox that is configured without a port of its own is never reached. */
const NO_SERVER = { imapPort: 1, password: 'secret' };

/** The service, without a server of mailboxes: for what needs none, and for mailboxes that a spec brings itself. */
export async function serviceAlone(here: World, variables: Record<string, string> = {}): Promise<ServiceUnderTest> {
  const [databaseUrl, { url: natsUrl }] = [await here.freshDatabase(), await here.nats()];
  const service = await ServiceUnderTest.start({ databaseUrl, natsUrl, ...NO_SERVER }, variables);
  here.onEnd(() => service.stop());
  return service;
}
