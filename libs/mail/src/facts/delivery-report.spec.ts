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
});
