import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { smtpSettings } from '@replyline/contracts';
import { startScriptedSmtp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { SmtpSession } from './session.js';

const here = world();

it('a session that goes on after refusals listens for no more than before', async () => {
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  const address = { host: '127.0.0.1', port: server.port, encryption: 'none', timeoutSeconds: 2 };
  const settings = smtpSettings.parse({ kind: 'smtp', ...address, fromAddress: 'desk@example.test' });
  const { signal } = new AbortController();
  const session = await SmtpSession.open({ settings }, signal);
  here.onEnd(() => session.close());
  const listeners = (): number =>
    Object.values(session)
      .filter((it) => it instanceof EventEmitter)
      .reduce((sum, it) => sum + it.listenerCount('error'), 0);
  const before = listeners();
  for (let time = 0; time < 3; time += 1) expect(await session.reset()).toBe(true);
  expect(before).toBeGreaterThan(0);
  expect(listeners()).toBe(before);
});
