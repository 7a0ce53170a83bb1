import { describe, expect, it } from '@jest/globals';
import { readDeliveryReport } from './delivery-report.js';

const report = (deliveryStatus: string, returnedHeaders = '') => ({ report: { deliveryStatus, returnedHeaders } });

describe('a delivery report', () => {
  it('is none without a machine-readable part', () => {
    expect(readDeliveryReport({})).toBeUndefined();
    expect(readDeliveryReport(report('Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; b@c.test'))).toBeUndefined();
  });

  it('takes the worst of several recipients', () => {
    const status =
      'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; x@c.test\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; y@c.test\nAction: FAILED (really)\nStatus: 5.2.2 (full)';
    expect(readDeliveryReport(report(status))).toMatchObject({
      action: 'failed',
      statusCode: '5.2.2',
      finalRecipient: 'y@c.test',
    });
  });

  it.each([
    ['failed', '5.1.1', true],
    ['failed', '4.4.7', false],
    ['failed', '', true],
    ['delayed', '4.4.1', false],
  ])('%s with status %j is permanent: %s', (action, status, isPermanent) => {
    expect(readDeliveryReport(report(`A: b\n\nAction: ${action}\nStatus: ${status}`))).toMatchObject({ isPermanent });
  });

  it('finds the Message-ID of what came back, folded or not', () => {
    expect(readDeliveryReport(report('A: b\n\nAction: failed', 'Subject: x\nMessage-ID:\n <a@b.test>'))).toMatchObject({
      originalMessageId: 'a@b.test',
    });
  });

  it.each([
    ['5.0.0', 'smtp; 421 4.7.0 Too many connections', '4.7.0'],
    ['5.0.0', 'smtp; 550 Sender address rejected: Domain not found', '5.7.1'],
    ['5.1.1', 'SMTP; 550 Rejected: 192.0.2.10 listed at bl.example.test', '5.7.1'],
    ['5.1.1', 'SMTP; 553 5.1.8 Domain of sender does not exist', '5.1.8'],
    ['5.1.1', 'smtp; 550 The mailbox of the recipient is full', '5.2.2'],
    ['5.1.0', "smtp; 5.1.0 - Unknown address error 554-'5.7.1 Spam'", '5.7.1'],
    ['5.1.0', "smtp; 5.1.0 - Unknown address error 550-'5.1.1 Gone'", '5.1.1'],
    ['5.1.1', 'smtp; 550 User not listed in the directory', '5.1.1'],
    ['5.1.1', 'smtp; 550 no', '5.1.1'],
    ['5.1.1', 'smtp; 550 Unknown user (SPF check passed; DMARC policy none)', '5.1.1'],
    ['5.1.1', 'smtp; 550 Unknown user (spf=pass, dkim: none, DMARC policy: none)', '5.1.1'],
    ['5.1.1', 'smtp; 550 SPF check passed; DMARC policy none; DKIM check failed', '5.7.1'],
    ['5.1.1', 'smtp; 550 Refused by the DMARC policy of the domain', '5.7.1'],
    ['5.7.1', 'smtp; 550 User unknown', '5.7.1'],
    ['5.7.1', 'smtp; 550 5.7.1 No such user! 17636-Ab', '5.1.1'],
    ['5.4.1', 'smtp; 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)', '5.1.0'],
    ['4.4.1', 'smtp; 550 5.4.1 Recipient address rejected: Access denied', '4.4.1'],
    ['5.4.1', 'smtp; 550 5.4.1 no answer from host', '5.4.1'],
    ['5.7.1', 'smtp; 550 5.7.1 Unknown user, or 192.0.2.1 is listed at bl.test', '5.7.1'],
    ['4.7.1', 'smtp; 550 5.7.1 No such user!', '4.7.1'],
    ['4.0.0', 'smtp; 550 5.1.1 User unknown', '4.0.0'],
    ['4.4.1', 'smtp; 550 5.1.1 User unknown', '4.4.1'],
  ])(
    'with status %s and "%s" is one of %s: an address is blamed only where nothing speaks for it',
    (status, said, is) => {
      const fields = `A: b\n\nAction: failed\nStatus: ${status}\nDiagnostic-Code: ${said}`;
      expect(readDeliveryReport(report(fields))).toMatchObject({ statusCode: is, isPermanent: is.startsWith('5') });
    },
  );

  it('of somebody else than was addressed says nothing for good of who was', () => {
    const fields = 'A: b\n\nFinal-Recipient: rfc822; member@example.test\nAction: failed\nStatus: 5.1.1';
    expect(readDeliveryReport(report(fields), 'team@example.test')).toMatchObject({
      statusCode: '5.1.1',
      isPermanent: false,
    });
    const original = `${fields}\nOriginal-Recipient: rfc822;team@example.test`;
    expect(readDeliveryReport(report(original), 'team@example.test')).toMatchObject({ isPermanent: true });
  });

  it('names a recipient whose characters are written as numbers (RFC 6533)', () => {
    const fields = 'A: b\n\nFinal-Recipient: utf-8; j\\x{FC}rgen@example.test\nAction: failed\nStatus: 5.1.1';
    expect(readDeliveryReport(report(fields))).toMatchObject({ finalRecipient: 'jürgen@example.test' });
  });

  it.each(['d800', 'DBFF', 'dc00', 'dfff', '110000'])(
    'leaves out %s, which is the number of no character',
    (digits) => {
      const fields = `A: b\n\nFinal-Recipient: utf-8; j\\x{${digits}}rgen@example.test\nAction: failed\nStatus: 5.1.1`;
      expect(readDeliveryReport(report(fields))).toMatchObject({ finalRecipient: 'jrgen@example.test' });
    },
  );

  describe('that a person forwards', () => {
    const parts = report('A: b\n\nAction: failed\nStatus: 5.1.1');
    const from = [{ address: 'bob@example.test', name: '' }];
    const headers = new Map([['content-type', ['multipart/mixed; boundary=b']]]);
    const inReplyTo = ['a@b.test'];
    const forwarded = {
      ...parts,
      from,
      headers,
      inReplyTo,
      returnPath: 'bob@example.test',
      subject: 'Fwd: Undelivered',
    };

    it('is no report', () => {
      expect(readDeliveryReport(forwarded)).toBeUndefined();
    });

    it('is none although a forwarder gave it a null reverse-path', () => {
      expect(readDeliveryReport({ ...forwarded, returnPath: '' })).toBeUndefined();
    });

    it.each([
      ['came with a null reverse-path and answers nothing', { returnPath: '', inReplyTo: [] }],
      ['is of a postmaster', { from: [{ address: 'mailer-daemon@mx.test', name: '' }] }],
      ['says that software sent it', { headers: new Map([...headers, ['auto-submitted', ['auto-replied']]]) }],
      ['is whole', { headers: new Map([['content-type', ['Multipart/Report; boundary=b']]]) }],
    ])('is one where it %s', (_how, change) => {
      expect(readDeliveryReport({ ...forwarded, ...change })).toMatchObject({ statusCode: '5.1.1' });
    });
  });
});
