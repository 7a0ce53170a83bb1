import { expect } from '@jest/globals';
import type { Stage } from '../stage/stage.js';
import { journey } from './journey.js';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly steps: readonly { readonly name: string; readonly outcome: string }[];
}

const failedStep = ({ steps }: Refusal) => steps.find(({ outcome }) => outcome === 'failed')?.name;

/** Changes one document of config and expects to be told what is wrong with it. */
async function refused(stage: Stage, path: string, change: Record<string, unknown>): Promise<Refusal> {
  const admin = stage.api('config', 'admin');
  const stored = await admin.request('GET', path);
  const { passwordSet, ...settings } = (await stored.clone().json()) as Record<string, unknown>;
  expect(passwordSet).toBe(true);
  const body = Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([name]) => !READ_ONLY.has(name)));
  const answer = await admin.request('PUT', path, body, { 'if-match': stored.headers.get('etag')! });
  const again = await admin.request('GET', path);
  expect(again.headers.get('etag')).toBe(stored.headers.get('etag'));
  return { ...((await answer.json()) as Refusal), status: answer.status };
}

const READ_ONLY = new Set([
  'id',
  'scope',
  'revision',
  'passed',
  'hints',
  'incomingPasswordSet',
  'serviceProvider',
  'trackingModeLabel',
  'trackingModeEditable',
  'savedAt',
  'savedBy',
]);

export const wrongSettingsAreRefused = journey(
  'wrong settings are refused with what to do, and nothing is saved',
  async (stage) => {
    const { sending, receiving } = stage.mail;
    const { notificationsPassword, repliesPassword } = stage.stack.secrets;
    const profile = (change: Record<string, unknown>) => refused(stage, '/v1/sending-profiles/system', change);
    const mailbox = (change: Record<string, unknown>) => refused(stage, '/v1/reply-mailbox', change);

    const wrongPort = await profile({ port: 9, password: notificationsPassword });
    expect([wrongPort.code, failedStep(wrongPort)]).toEqual(['provider.unavailable', 'tcp']);
    const wrongHost = await profile({ host: 'nowhere.invalid', password: notificationsPassword });
    expect([wrongHost.code, failedStep(wrongHost)]).toEqual(['provider.dns_failed', 'dns']);
    const wrongPassword = await profile({ password: 'wrong' });
    expect([wrongPassword.code, failedStep(wrongPassword)]).toEqual([
      'provider.credentials_rejected',
      'authentication',
    ]);
    const wrongMode = await profile({
      encryption: 'implicit-tls',
      port: sending.port,
      password: notificationsPassword,
    });
    expect(failedStep(wrongMode)).toBe('tls');
    const wrongLogin = await mailbox({ password: 'wrong' });
    expect([wrongLogin.code, failedStep(wrongLogin)]).toEqual(['mailbox.credentials_rejected', 'login']);
    const notImap = await mailbox({
      port: sending.port,
      encryption: 'none',
      host: receiving.host,
      password: repliesPassword,
    });
    expect(failedStep(notImap)).toBeDefined();
    for (const { status, detail } of [wrongPort, wrongHost, wrongPassword, wrongMode, wrongLogin, notImap]) {
      expect(status).toBe(422);
      expect(detail).toMatch(/\w+ \w+/);
    }
  },
);
