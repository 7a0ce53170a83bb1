import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from '@nats-io/transport-node';
import { AccessTokenV1, MailboxUnhealthyV1, ReplyReceivedV1, secretBinding } from '@replyline/contracts';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { seal } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX } from '../testing/an-answer.js';
import { serviceAlone } from '../testing/service-alone.js';
import { secretKeys, type ServiceUnderTest } from '../testing/service-under-test.js';

const here = world();
const [linked, lost] = [randomUUID(), randomUUID()];
const asked: boolean[] = [];
let dovecot: RunningDovecot;
let service: ServiceUnderTest;
let revision = 0;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  const introspectionUrl = await authorizationServer();
  const users = { replies: 'secret' };
  dovecot = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true, introspectionUrl });
  here.onEnd(() => dovecot.stop());
  await seatOfConfig((await here.nats()).url);
  service = await serviceAlone(here);
});

/** The part of one that says whose a token is (RFC 7662), here by GET: only the renewed one is somebody's. */
async function authorizationServer(): Promise<string> {
  const server = createServer((request, response) => {
    const isActive = new URL(request.url!, 'http://here').searchParams.get('token') === 'fresh';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isActive ? { active: true, email: MAILBOX } : { active: false }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  here.onEnd(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=`;
}

async function seatOfConfig(natsUrl: string): Promise<void> {
  const nats = await connect({ servers: natsUrl });
  here.onEnd(() => nats.close());
  nats.subscribe(AccessTokenV1.subject, {
    callback: (_error, message) => void message.respond(JSON.stringify({ answer: answerTo(message.json()) })),
  });
  await nats.flush();
}

function answerTo(question: unknown): object {
  const { accountId, renew } = AccessTokenV1.question.parse(question);
  if (accountId === lost) return { outcome: 'refused', code: 'account.needs_linking' };
  asked.push(renew);
  const endpoint = { host: 'access-token', port: 0, user: 'inbound-reply' };
  const binding = secretBinding(`linked-account.${accountId}`, 'accessToken', endpoint, 3);
  const accessToken = seal(renew ? 'fresh' : 'stale', binding, secretKeys);
  return { outcome: 'ok', accessToken, revision: 3, user: MAILBOX, expiresAt: '2026-01-01T00:00:00Z' };
}

const read = (accountId: string): Promise<void> =>
  service.configureAs(
    service.sealedMailbox(
      {
        ...{ kind: 'microsoft-exchange', enabled: true, accountId, user: MAILBOX, replyToAddress: MAILBOX },
        ...{ host: '127.0.0.1', port: dovecot.ports.imap, encryption: 'none', verifyCertificate: true },
        ...{ trackingMode: 'message-id', pollIntervalSeconds: 180, senderProof: { kind: 'trust-from' } },
        revision: (revision += 1),
      },
      {},
    ),
  );

describe('a reply mailbox of a linked account', () => {
  it('is read with the token that config gives, and with another one after a refusal', async () => {
    await read(linked);
    const sent = await service.announced();
    const message = anAnswer('', { to: MAILBOX, fields: `In-Reply-To: <${sent.messageId}>\r\n` });
    await deliverByLmtp({
      ...{ port: dovecot.ports.lmtp, reversePath: 'alice@example.test', forwardPaths: [MAILBOX] },
      message,
    });
    await until(async () => (await service.committed(ReplyReceivedV1)).length === 1, { what: 'the reply' });
    expect(asked).toEqual([false, true]);
    expect(JSON.stringify(service.log())).not.toMatch(/fresh|stale/);
  });

  it('that has to be linked again is said to be so', async () => {
    await read(lost);
    const said = await until(async () => (await service.committed(MailboxUnhealthyV1))[0], { what: 'what is wrong' });
    expect(said.data).toEqual({ mailbox: 'reply-mailbox', code: 'account.needs_linking' });
  });
});
