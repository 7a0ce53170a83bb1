import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationUnknownV1, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, startTcpProxy, type ScriptedSmtp, type TcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let database: TcpProxy;
let mailServer: TcpProxy;
let bob: DirectoryUser;

beforeAll(async () => {
  const url = new URL(await here.freshDatabase());
  database = await startTcpProxy({ targetPort: Number(url.port) });
  here.onEnd(() => database.stop());
  url.port = String(database.port);
  around = await Surroundings.of({ databaseUrl: url.href, natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  mailServer = await startTcpProxy({ targetPort: server.port });
  here.onEnd(() => mailServer.stop());
  bob = await around.user('bob');
  await around.profile(mailServer.port);
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

describe('a database that is away', () => {
  it('while the server answers learns the outcome when it is back', async () => {
    const reached = new Promise<void>((resolve) =>
      server.follow(({ step }) => {
        if (step !== 'message') return undefined;
        database.cut();
        resolve();
        return undefined;
      }),
    );
    const request = await around.mention(bob);
    await reached;
    await until(() => server.accepted().length === 1, { what: 'the mail' });
    server.follow(() => undefined);
    database.heal();
    const row = await until(
      async () => (await replica.deliveries(request)).find(({ state }) => !['claimed', 'handing_over'].includes(state)),
      { what: 'the outcome' },
    );
    expect(row).toMatchObject({ state: 'sent', attempts: 1 });
    expect(await around.streamed(NotificationUnknownV1)).toEqual([]);
  });

  it('and says nothing keeps the end of a mail from being sent', async () => {
    const before = server.accepted().length;
    server.follow(({ step }) => void (step === 'data' && database.blackHole()));
    const request = await around.mention(bob);
    await until(() => mailServer.openConnections() > 0, { what: 'the beginning' });
    await until(() => mailServer.openConnections() === 0, { what: 'the end of our patience' });
    server.follow(() => undefined);
    database.heal();
    const row = await until(async () => (await replica.deliveries(request)).find(({ state }) => state === 'deferred'), {
      what: 'the outcome',
    });
    // Its slot may be lost before its patience is.
    expect(row).toMatchObject({ code: expect.stringMatching(/^provider\.(timeout|unavailable)$/), attempts: 1 });
    expect(server.accepted()).toHaveLength(before);
  });
});
