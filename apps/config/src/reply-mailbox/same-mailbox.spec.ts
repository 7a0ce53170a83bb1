import { mailboxSettings } from '@replyline/contracts';
import { expect, it } from '@jest/globals';
import { sameMailbox } from './same-mailbox.js';

const common = { enabled: true, pollIntervalSeconds: 60, senderProof: { kind: 'none' }, trackingMode: 'message-id' };
const named = (settings: object) => sameMailbox(mailboxSettings.parse({ ...common, ...settings }));
const ID = '7b0c9a5e-3a55-4a1e-9f6e-0d8f6a1b2c3d';
const byImap = (host: string, user = 'replies@contoso.test') =>
  named({ kind: 'imap', host, port: 993, encryption: 'implicit-tls', user, replyToAddress: 'r@contoso.test' });
const byGraph = (replyToAddress = 'Replies@contoso.test') =>
  named({ kind: 'microsoft-graph', tenantId: 'contoso.test', clientId: ID, replyToAddress });
const byExchange = (user = 'replies@Contoso.test') =>
  named({ kind: 'microsoft-exchange', accountId: ID, user, replyToAddress: 'other@contoso.test' });

it('is one mailbox of Microsoft, whichever way leads to it', () => {
  expect(new Set([byGraph(), byExchange(), byImap('outlook.office365.com'), byImap('Outlook.Office.com')]).size).toBe(
    1,
  );
});

it.each([
  ['of another address by Graph', byGraph('other@contoso.test')],
  ['of another address by IMAP', byExchange('other@contoso.test')],
  ['of another server', byImap('imap.contoso.test')],
])('is another mailbox: %s', (_what, other) => {
  expect(other).not.toBe(byGraph());
});
