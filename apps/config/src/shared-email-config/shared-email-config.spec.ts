import { TrySendingProfileV1 } from '@replyline/contracts';
import { world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type ConfigService } from '../testing/config-service.js';

const here = world();
const MAIN = `
# the main file
[Global]
Web-Port=443
Password="of something else"

[Shared-Mail-Config]
  Server=smtp.example.com   ; relay of the data team
  Port=587
  Username="alerts@example.com"
  Password = \`p#a;ss"word\`
  UseTLS=true
  Allowed-Group=data
  Allowed-Group="night shift"
  Allowed-To=\`[a-f0-9]+@example\\.com\`
  Allowed-To=\`[a-f0-9]+@example\\.io\`

[Default-Well]
Location=/opt/somewhere
`;
const OVERLAY = `
[shared-email-config]
server = smtp2.example.com
Force-From=robot@example.com
InsecureSkipVerify
Allowed-Group=ops
`;
let config: ConfigService;

const send = (texts: string[], query = '?require=none', more: object = {}) =>
  config.call(`/v1/sending-profiles/shared-email-config${query}`, {
    method: 'POST',
    body: {
      files: texts.map((text, n) => ({ name: n === 0 ? 'gravwell.conf' : `gravwell.conf.d/${n}.conf`, text })),
      ...more,
    },
  });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});
beforeEach(() => config.forget());

describe('a [Shared-Email-Config]', () => {
  it('becomes a shared profile, in either spelling', async () => {
    const { status, body } = await send([MAIN]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'shared',
      name: 'imported',
      kind: 'smtp',
      host: 'smtp.example.com',
      port: 587,
      user: 'alerts@example.com',
      fromAddress: 'alerts@example.com',
      encryption: 'starttls-required',
      verifyCertificate: true,
      passwordSet: true,
      policy: {
        allowedGroups: ['data', 'night shift'],
        allowedRecipients: [
          { pattern: '[a-f0-9]+@example\\.com', isSearch: false },
          { pattern: '[a-f0-9]+@example\\.io', isSearch: false },
        ],
      },
    });
    expect(JSON.stringify(body)).not.toContain('p#a;ss');
  });

  it('is overridden by overlays, and what may be repeated adds up', async () => {
    expect((await send([MAIN, OVERLAY])).body).toMatchObject({
      host: 'smtp2.example.com',
      port: 587,
      fromAddress: 'robot@example.com',
      verifyCertificate: false,
      policy: { allowedGroups: ['data', 'night shift', 'ops'], forcedFrom: 'robot@example.com' },
    });
  });

  it('takes no TLS and a checked certificate where nothing is said', async () => {
    const bare = '[Shared-Email-Config]\nServer=a.test\nPort=25\nUsername=u@a.test\nPassword=x\n';
    const { policy, ...body } = (await send([bare])).body;
    expect(body).toMatchObject({ encryption: 'none', verifyCertificate: true });
    expect(policy).toEqual({});
  });

  it('replaces the profile of the same name', async () => {
    const first = await send([MAIN]);
    const second = await send([MAIN, OVERLAY]);
    expect(second).toMatchObject({ status: 200, etag: '"2"', body: { id: first.body['id'] } });
    expect((await send([MAIN], '?require=none', { name: 'another' })).body['id']).not.toBe(first.body['id']);
  });

  it('is shown by a dry run without its password, and not saved', async () => {
    const { body } = await send([MAIN], '?dryRun', { isSearch: true });
    expect(body).toMatchObject({
      dryRun: true,
      profile: { host: 'smtp.example.com', policy: { allowedRecipients: [{ isSearch: true }, {}] } },
    });
    expect(JSON.stringify(body)).not.toContain('p#a;ss');
    expect((await config.call('/v1/sending-profiles')).body['items']).toEqual([]);
  });

  it('is tried before it is saved', async () => {
    await config.answer(TrySendingProfileV1, {
      outcome: 'failed',
      steps: [{ name: 'tcp', outcome: 'failed', code: 'provider.unavailable' }],
    });
    expect(await send([MAIN], '')).toMatchObject({ status: 422, body: { steps: [{ name: 'tcp' }] } });
    await config.answer(TrySendingProfileV1, WORKS);
    expect(await send([MAIN], '')).toMatchObject({ status: 200, body: { passed: 'validate' } });
  });

  it.each([
    ['no such section', '[Global]\nServer=a\n', ['files: have neither']],
    [
      'no password',
      '[Shared-Email-Config]\nServer=a.test\nPort=25\nUsername=u@a.test\n',
      ['files: the section has no password'],
    ],
    [
      'a key that is none',
      `${MAIN}\n[Shared-Email-Config]\nAllow-To=x\n`,
      ['files.0.text: gravwell.conf, line 22: names an unknown key'],
    ],
    [
      'a line that is none',
      '[Shared-Email-Config]\nServer "a.test"\n',
      ['files.0.text: gravwell.conf, line 2: is no Key = value'],
    ],
    [
      'a flag that is none',
      `${MAIN}[Shared-Email-Config]\nUseTLS=perhaps\n`,
      ['files.0.text: gravwell.conf, line 21: is neither true nor false'],
    ],
    ['a port that is none', MAIN.replace('587', 'smtp'), ['profile.port: is not a number']],
    [
      'a pattern that is none',
      MAIN.replace('[a-f0-9]+@example\\.io', '(('),
      ['profile.policy.allowedRecipients.1.pattern: is no regular expression'],
    ],
    [
      'a user who is no address',
      MAIN.replace('alerts@example.com', 'alerts'),
      ['fromAddress: is missing: the section has no Force-From, and its Username is no address'],
    ],
  ])('with %s is refused, and says where', async (_what, text, places) => {
    const { status, body } = await send([text]);
    expect(status).toBe(400);
    const errors = (body['errors'] as { path: string; message: string }[]).map(
      ({ path, message }) => `${path}: ${message}`,
    );
    for (const place of places) expect(errors.join('\n')).toContain(place);
    expect(JSON.stringify(body)).not.toContain('p#a;ss');
  });

  it('of a user who is no address needs a From address', async () => {
    const answer = await send([MAIN.replace('alerts@example.com', 'alerts')], '?require=none', {
      fromAddress: 'a@example.com',
    });
    expect(answer).toMatchObject({ status: 200, body: { user: 'alerts', fromAddress: 'a@example.com' } });
  });
});

it.each(['[', 'Server=', 'Server ='])('a line of spaces behind %s does not hold up the service', async (beginning) => {
  const text = `[Shared-Email-Config]\n${beginning}${' '.repeat(190_000)}\`x"\n`;
  expect(await send([text])).toMatchObject({ status: 400 });
});
