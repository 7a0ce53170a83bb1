import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { smtpSettings } from '@replyline/contracts';
import { startScriptedSmtp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { SmtpSession } from './session.js';

const here = world();

const never = (): AbortSignal => new AbortController().signal;

async function opened() {
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  const address = { host: '127.0.0.1', port: server.port, encryption: 'none', timeoutSeconds: 60 };
  const settings = smtpSettings.parse({ kind: 'smtp', ...address, fromAddress: 'desk@example.test' });
  const session = await SmtpSession.open({ settings }, never());
  here.onEnd(() => session.close());
  return { server, session };
}

it('a session that goes on after refusals listens for no more than before', async () => {
  const { session } = await opened();
  const listeners = (): number =>
    Object.values(session)
      .filter((it) => it instanceof EventEmitter)
      .reduce((sum, it) => sum + it.listenerCount('error'), 0);
  const before = listeners();
  for (let time = 0; time < 3; time += 1) expect(await session.reset(never())).toBe(true);
  expect(before).toBeGreaterThan(0);
  expect(listeners()).toBe(before);
});

it('a session whose server says nothing to RSET ends with whoever stops', async () => {
  const { server, session } = await opened();
  const stop = new AbortController();
  server.follow(({ step }) => {
    if (step !== 'rset') return undefined;
    stop.abort();
    return { instead: 'silence' };
  });
  expect(await session.reset(stop.signal)).toBe(false);
});
