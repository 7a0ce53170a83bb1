import { describe, expect, it } from '@jest/globals';
import { UnservedMail } from './unserved-mail.js';

const at = (uid: number, document = 'm') => ({ document, id: `1:${uid}` });

describe('a mail that its server does not serve', () => {
  it('is given up at the third failure in a row', () => {
    const unserved = new UnservedMail();
    expect([1, 2, 3].map(() => unserved.failed(at(7)))).toEqual([false, false, true]);
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['another mail failed', (unserved) => unserved.failed(at(8))],
    ['something worked, or the connection failed', (unserved) => unserved.forget('m')],
  ])('is tried three times again after %s', (_name, between) => {
    const unserved = new UnservedMail();
    unserved.failed(at(7));
    unserved.failed(at(7));
    between(unserved);
    expect([1, 2, 3].map(() => unserved.failed(at(7)))).toEqual([false, false, true]);
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['a mail of another mailbox failed', (unserved) => unserved.failed(at(7, 'other'))],
    ['another mailbox worked', (unserved) => unserved.forget('other')],
  ])('is given up at its third failure although %s', (_name, between) => {
    const unserved = new UnservedMail();
    unserved.failed(at(7));
    unserved.failed(at(7));
    between(unserved);
    expect(unserved.failed(at(7))).toBe(true);
  });
});
