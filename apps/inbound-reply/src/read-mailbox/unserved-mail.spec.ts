import { describe, expect, it } from '@jest/globals';
import { UnservedMail } from './unserved-mail.js';

const at = (uid: number, document = 'm') => ({ document, id: `1:${uid}` });

/** Whether it is under suspicion after each of so many failures. */
const failing = (unserved: UnservedMail, times: number): boolean[] =>
  Array.from({ length: times }, () => {
    unserved.failed(at(7), 'the last word');
    return unserved.suspect('m')?.id === at(7).id;
  });

describe('a mail that its server does not serve', () => {
  it('is passed by after the third failure in a row, and what was said is known', () => {
    const unserved = new UnservedMail();
    expect(failing(unserved, 3)).toEqual([false, false, true]);
    expect(unserved.suspect('m')).toMatchObject({ error: 'the last word' });
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['another mail failed', (unserved) => unserved.failed(at(8))],
    ['something worked, or the connection failed', (unserved) => unserved.forget('m')],
  ])('is tried three times again after %s', (_name, between) => {
    const unserved = new UnservedMail();
    unserved.failed(at(7));
    unserved.failed(at(7));
    between(unserved);
    expect(failing(unserved, 3)).toEqual([false, false, true]);
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['a mail of another mailbox failed', (unserved) => unserved.failed(at(7, 'other'))],
    ['another mailbox worked', (unserved) => unserved.forget('other')],
  ])('is passed by after its third failure although %s', (_name, between) => {
    const unserved = new UnservedMail();
    unserved.failed(at(7));
    unserved.failed(at(7));
    between(unserved);
    expect(failing(unserved, 1)).toEqual([true]);
  });
});
