import { expect, it } from '@jest/globals';
import { acceptedMail } from './accepted-mail.js';

const READ = 'Nov 20 23:07:06 mail postfix/cleanup[32]: 4dCq1x: message-id=<one@example.test>\n';
const QUEUED =
  'Nov 20 23:07:06 mail postfix/qmgr[27]: 4dCq1x: from=<a@example.test>, size=402, nrcpt=1 (queue active)\n';

it('counts a message that is in the queue once, however often it is tried', () => {
  expect(acceptedMail(READ + QUEUED + QUEUED)).toEqual([{ queueId: '4dCq1x', messageId: 'one@example.test' }]);
});

it('does not count a message whose client went away before the final dot', () => {
  expect(acceptedMail(READ)).toEqual([]);
});

it('counts a message twice that came twice', () => {
  const again = (READ + QUEUED).replaceAll('4dCq1x', '4dCq2y');
  expect(acceptedMail(READ + QUEUED + again)).toHaveLength(2);
});
