import type { Encryption } from '@replyline/contracts';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aMail } from '../provider.contract.js';
import { trySmtp } from './try-smtp.js';

const here = world();
let lab: MailLab;
beforeAll(async () => {
  lab = await here.mailLab();
});

type Port = 'smtp' | 'submission' | 'smtps';
/** Postfix listens for plain text and STARTTLS, for logins over STARTTLS, and for logins over TLS. */
const WAYS: readonly (readonly [Encryption, Port, isLoggedIn: boolean])[] = [
  ['none', 'smtp', false],
  ['none', 'smtp', true],
  ['starttls-optional', 'smtp', false],
  ['starttls-optional', 'submission', true],
  ['starttls-required', 'smtp', false],
  ['starttls-required', 'submission', true],
  ['implicit-tls', 'smtps', true],
];

describe.each(WAYS)('a real server with %s at %s, logged in: %s', (encryption, port, isLoggedIn) => {
  const attempt = (password: string) =>
    trySmtp(
      {
        settings: {
          ...{
            host: '127.0.0.1',
            port: lab.postfix.ports[port],
            encryption,
            verifyCertificate: true,
            timeoutSeconds: 5,
          },
          ...(isLoggedIn && { user: 'alice@example.test' }),
        },
        password,
        authorities: [lab.tls.ca],
      },
      {
        reversePath: 'alice@example.test',
        mail: { ...aMail('way'), reversePath: 'alice@example.test', forwardPath: 'bob@example.test' },
      },
    );
  const outcomeOf = async (step: string, password = lab.passwordOf('alice')) =>
    (await attempt(password)).steps.find(({ name }) => name === step)?.outcome;

  it('takes a mail', async () => {
    expect((await attempt(lab.passwordOf('alice'))).outcome).toBe('ok');
  });

  it('is protected exactly where it is to be', async () => {
    expect(await outcomeOf('tls')).toBe(encryption === 'none' ? 'not checked' : 'ok');
  });

  it('sees a login exactly where there is one, and refuses a wrong one', async () => {
    expect(await outcomeOf('authentication')).toBe(isLoggedIn ? 'ok' : 'not checked');
    expect(await outcomeOf('authentication', 'wrong')).toBe(isLoggedIn ? 'failed' : 'not checked');
  });
});
