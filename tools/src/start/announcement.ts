import type { ReadyDocument } from './ready-file.js';

const SERVICES = {
  config: 'config',
  outboundMail: 'outbound-mail',
  inboundReply: 'inbound-reply',
  conversation: 'conversation',
};

/** What a person needs who wants to try the stack: with curl, with a browser, and with a mail client. */
export function announcement(ready: ReadyDocument, dir: string): string {
  return [
    'Services, described at /docs',
    ...Object.entries(ready.services).map(([name, url]) => row(SERVICES[name as keyof typeof SERVICES], `${url}/docs`)),
    row('NATS', ready.natsUrl),
    '',
    'Mail, for any mail client on this machine: no encryption (no TLS, no STARTTLS), the login is the whole address',
    row('SMTP', addressOf(ready.mail.smtp)),
    row('IMAP', addressOf(ready.mail.imap)),
    '',
    'Mailboxes',
    ...mailboxes(ready),
    '',
    'Bearer tokens, for 30 days',
    row('admin', ready.tokens.serverAdmin),
    row('alice', ready.tokens.alice),
    row('bob', ready.tokens.bob),
    '',
    'What to do with it: docs/guides/README.md; how a service sends mail: docs/guides/notifications.md.',
    `Logs are in ${dir}/<service>/<service>.log; -- --ready-file FILE writes all of this as JSON.`,
    `Ctrl-C ends everything, and so does: kill ${process.pid}`,
  ].join('\n');
}

function mailboxes({ users, accounts }: ReadyDocument): string[] {
  const people = Object.values(users).map((it) => ({ ...it, what: `user ${it.id}` }));
  const ours = [
    { ...accounts.notifications, what: 'what notifications are sent with' },
    { ...accounts.replies, what: 'the reply mailbox' },
  ];
  return [...people, ...ours].map(({ email, password, what }) => row(email, `password ${password}   ${what}`));
}

const addressOf = ({ host, port }: { host: string; port: number }) => `${host}, port ${port}`;
const row = (name: string, text: string) => `  ${name.padEnd(28)}  ${text}`;
