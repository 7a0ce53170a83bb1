import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../reading/read-message.js';
import { LINEAR_SECONDS, processorSeconds } from '../testing/processor-seconds.js';
import { readDeliveryReport } from './delivery-report.js';
import { DIALECTS } from './report-dialects.js';
import { statusIn } from './report-status.js';
import { readWrittenReports } from './written-report.js';

const CORPUS = new URL('../../../../corpus/', import.meta.url);

const written = (text: string, change: object = {}) => ({
  from: [{ address: 'mailer-daemon@mx.test', name: '' }],
  returnPath: '',
  headers: new Map<string, string[]>(),
  subject: 'failure notice',
  text,
  ...change,
});

describe('a dialect', () => {
  const cases = readdirSync(CORPUS).filter((file) => /^bounce-.*\.eml$/.test(file));

  it.each(DIALECTS.map(({ name }) => name))('%s has a case in the corpus', async (name) => {
    const mails = await Promise.all(cases.map((file) => readMessage(readFileSync(new URL(file, CORPUS)))));
    const spoken = mails.map(({ subject, text = '', html = '' }) => {
      const said = `${subject}\n${text}${html.replace(/<[^<>]*>/g, '\n')}`;
      return DIALECTS.find(({ mark }) => mark.test(said))?.name;
    });
    expect(spoken).toContain(name);
  });
});

describe('a status', () => {
  it.each([
    ['550 5.1.1 <bob@example.test>: User unknown', '5.1.1'],
    ['550 User unknown', '5.1.1'],
    ['550 5.0.0 mailbox is full', '5.2.2'],
    ['452 Mailbox full, try later', '4.2.2'],
    ['552 too much', '5.2.2'],
    ['553 sorry', '5.1.3'],
    ['551 not here', '5.1.6'],
    ['450 4.2.1 try again', '4.2.1'],
    ['421 closing', '4.4.2'],
    ['554 no', '5.0.0'],
    ['Host or domain name not found. Name service error for name=x.test', '5.1.2'],
    ['The account has been disabled', '5.2.1'],
    ['550 Message rejected as spam', '5.7.1'],
    ['Connection timed out', '4.4.7'],
    ['550 SPF check failed', '5.7.1'],
    ['554 DT:SPM 163 smtp10', '5.7.1'],
    ['551 we do not relay for example.test', '5.7.1'],
    ['550 virus detected: Eicar', '5.7.1'],
    ['550 User unknown. No virus found in this message.', '5.1.1'],
    ['550 Ip frequency limited', '4.7.0'],
    ['550 User unknown, please check the address and try again', '5.1.1'],
    ['mailbox does not exist, see the full text', '5.1.1'],
    ['Postfach ist leider voll', '5.2.2'],
    ['Empfänger unbekannt', '5.1.1'],
    ['用户不存在', '5.1.1'],
    ['ящик переполнен', '5.2.2'],
    ['550 5.7.1 No such user! 17636-Ab', '5.1.1'],
    ['550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [x.outlook.test]', '5.1.0'],
    ['550 5.4.1 [bob@example.test]: Recipient address rejected: Access denied', '5.1.0'],
    ['554 5.4.1 Relay access denied', '5.4.1'],
    ['550 5.7.1 <bob@example.test>: Recipient address rejected: User unknown', '5.1.1'],
    ['550 5.7.1 Unknown user, or 192.0.2.1 is listed at bl.test', '5.7.1'],
    ['550 5.7.1 User unknown or sender denied by policy', '5.7.1'],
    ['550 5.7.1 Unknown user; DMARC policy of its sender', '5.7.1'],
    ['550 5.7.1 No such user, or you are not authorized to send', '5.7.1'],
    ['550 5.7.1 Unknown recipient, or SPF failed for 192.0.2.1', '5.7.1'],
    ['550 5.7.1 Message refused. It looks for a user unknown here.', '5.7.1'],
  ])('is read from %j', (reason, status) => {
    expect(statusIn(reason)).toBe(status);
  });

  it.each(['It went wrong.', 'host mx.test[192.5.1.1] said no', 'version 15.2.1.12'])('is none in %j', (reason) => {
    expect(statusIn(reason)).toBeUndefined();
  });
});

describe('a report in words', () => {
  const TEXT = 'This is the mail system at host mx.test.\n\n<bob@example.test>: 550 5.1.1 No such user\n';

  it('is none when a person tells of one', () => {
    const from = [{ address: 'carol@example.test', name: '' }];
    expect(readWrittenReports(written(TEXT, { from, returnPath: 'carol@example.test' }))).toEqual([]);
  });

  it('is none when a postmaster answers about one, from an address that he reads', () => {
    const text = 'The mail could not be delivered because our relay was down. 550 5.1.1 was our mistake.';
    const of = (address: string, change: object) =>
      readWrittenReports(
        written(text, { from: [{ address, name: '' }], returnPath: address, subject: 'Re: Release 4.2', ...change }),
      );
    const inReplyTo = ['a@b.test'];
    expect(of('postmaster@example.test', { inReplyTo })).toEqual([]);
    expect(of('postmaster@example.test', { inReplyTo, returnPath: '' })).toHaveLength(1);
    expect(of('postmaster@example.test', { inReplyTo: [] })).toHaveLength(1);
    expect(of('mailer-daemon@example.test', { inReplyTo })).toHaveLength(1);
    expect(of('bounces@example.test', { inReplyTo })).toHaveLength(1);
    expect(of('postmaster@example.test', { inReplyTo, subject: 'Undeliverable: Release 4.2' })).toHaveLength(1);
  });

  it('counts without a postmaster where it came with a null reverse-path', () => {
    expect(readWrittenReports(written(TEXT, { from: [{ address: 'no@example.test', name: '' }] }))).toHaveLength(1);
  });

  it('of Exchange counts in whatever language', () => {
    const headers = new Map([['x-ms-exchange-message-is-ndr', ['']]]);
    const mail = written('Wiadomość nie dotarła\n\nbob@example.test\n\n#550 5.1.1 RESOLVER.ADR.RecipNotFound', {
      headers,
    });
    expect(readWrittenReports(mail)).toMatchObject([{ finalRecipient: 'bob@example.test', statusCode: '5.1.1' }]);
  });

  it('of a postmaster whom nobody can answer counts in whatever language, where it gives a code', () => {
    const text = 'Το μήνυμά σας δεν παραδόθηκε\n\n<bob@example.test>: 550 5.1.1\n';
    expect(readWrittenReports(written(text, { subject: 'Αποτυχία' }))).toMatchObject([{ statusCode: '5.1.1' }]);
    expect(readWrittenReports(written(text.replace('5.1.1', ''), { subject: 'Αποτυχία' }))).toEqual([]);
  });

  it.each([
    'Messaggio respinto\n\nbob@example.test\n utente sconosciuto',
    'Neviem doručiť\n\n<bob@example.test>: user unknown',
  ])(
    'of a postmaster whom nobody can answer counts in whatever language, where it says that nobody has the address: %j',
    (text) => {
      const reports = readWrittenReports(written(text, { subject: '' }));
      expect(reports).toMatchObject([{ statusCode: '5.1.1', finalRecipient: 'bob@example.test' }]);
    },
  );

  it.each([
    'Spam digest: 3 messages to bob@example.test were held by policy',
    'Your mailbox is full: bob@example.test',
  ])('is not what else a postmaster says: %j', (text) =>
    expect(readWrittenReports(written(text, { subject: 'Notice' }))).toEqual([]),
  );

  it('is none that tells of a failure where all is well', () => {
    const text =
      'This is the mail system at host mx.test.\n\nYour message was successfully delivered.\n\n<bob@example.test>: sent';
    expect(readWrittenReports(written(text))).toEqual([]);
  });

  it.each([
    'could not be successfully delivered',
    'has not been successfully delivered',
    'met with unsuccessful delivery',
  ])('is one where a mail %s', (failed) => {
    const text = `This is the mail system at host mx.test.\n\nYour message ${failed}.\n\n<bob@example.test>: gone`;
    expect(readWrittenReports(written(text))).toHaveLength(1);
  });

  it('is not about the postmaster, who says where he can be asked', () => {
    const text =
      'This Message was undeliverable.\n\nIs over quota.\n\n<bob@example.test>\n\nAsk Mailer-Daemon@mx.test\n';
    expect(readWrittenReports(written(text))).toMatchObject([
      { statusCode: '5.2.2', finalRecipient: 'bob@example.test' },
    ]);
  });

  it.each([
    'Your message to the following recipients cannot be delivered:\n\nbob@example.test',
    'The message that you sent to bob@example.test has been rejected because it is too large',
    'Il messaggio non è stato recapitato a bob@example.test',
    'Wiadomość nie mogła zostać doręczona do bob@example.test',
    'Zwrot niedoręczonej wiadomości\n\nbob@example.test',
  ])('is what a postmaster says in other words: %j', (text) => {
    expect(readWrittenReports(written(text, { subject: '' }))).toMatchObject([{ finalRecipient: 'bob@example.test' }]);
  });

  it('is not what other software says it was created by', () => {
    const text = 'This message was created automatically by mail delivery software (TMDA).\n\nbob@example.test\n';
    const from = [{ address: 'bob@example.test', name: '' }];
    expect(readWrittenReports(written(text, { from, subject: 'Please confirm your message' }))).toEqual([]);
  });

  it('of 1&1 names whom it is about between quotation marks', () => {
    const text =
      'This message was created automatically by mail delivery software.\n\n"bob@example.test":\nSMTP error, reason: 550 mailbox unavailable\n';
    expect(readWrittenReports(written(text))).toMatchObject([{ finalRecipient: 'bob@example.test' }]);
  });

  it('takes no recipient from the copy of the message', () => {
    const copy = `${TEXT}\n--- Below this line is a copy of the message.\n\n<carol@example.test>: x\n`;
    expect(readWrittenReports(written(copy)).map(({ finalRecipient }) => finalRecipient)).toEqual(['bob@example.test']);
  });

  it('is about somebody also where it names nobody', () => {
    expect(readDeliveryReport(written('Your message could not be delivered. 550 5.1.1 No such user'))).toEqual({
      action: 'failed',
      statusCode: '5.1.1',
      isPermanent: true,
    });
  });

  it('that goes on and on takes no time', async () => {
    const marks = [
      'This is the mail system at host x',
      'undeliverable',
      'Delivery to the following recipient failed',
      'unzustellbar',
    ];
    const parts = [
      '\n',
      ' ',
      '<',
      'a',
      '@',
      'a@',
      '<a@b>:',
      'a@b ',
      '.',
      '5.1.1',
      '<a@b>: 550\n',
      'domain ',
      'account ',
    ];
    for (const mark of marks)
      for (const part of parts) {
        const text = `${mark}\n${part.repeat(1_000_000 / part.length)}`;
        const read = () => {
          readDeliveryReport(written(text));
          readDeliveryReport(written('', { text: undefined, html: text }));
        };
        expect(await processorSeconds(read)).toBeLessThan(LINEAR_SECONDS);
      }
  });

  it.each([
    [
      'of Yahoo',
      'Sorry, we were unable to deliver your message to the following address.<br>&lt;bob@example.test&gt;:',
    ],
    ['of somebody else', '<p>Message not delivered</p><p>To: &lt;bob@example.test&gt;</p>'],
  ])('in HTML alone, %s, names the address between its angles', (_whose, html) => {
    const [report] = readWrittenReports(written('', { text: undefined, html: `${html}<p>550 user unknown</p>` }));
    expect(report).toMatchObject({ statusCode: '5.1.1', finalRecipient: 'bob@example.test' });
  });
});
