import { describe, expect, it } from '@jest/globals';
import { UnservedMail } from './unserved-mail.js';

const at = (uid: number, document = 'm') => ({ document, id: `1:${uid}` });

/** How often the one under suspicion has failed, after each of so many failures. */
const failing = (unserved: UnservedMail, times: number): (number | undefined)[] =>
  Array.from({ length: times }, () => {
    unserved.failed(at(7), 'the last word');
    return unserved.suspect('m')?.times;
  });

describe('a mail that its server does not serve', () => {
  it('is under suspicion after the second failure in a row, and what was said is known', () => {
    const unserved = new UnservedMail();
    expect(failing(unserved, 2)).toEqual([undefined, 2]);
    expect(unserved.suspect('m')).toEqual({ id: at(7).id, times: 2, error: 'the last word' });
  });

  it('fails for the last time after what the server does beside it is known', () => {
    const unserved = new UnservedMail();
    failing(unserved, 2);
    unserved.witnessed('m', unserved.suspect('m')!, true);
    failing(unserved, 1);
    expect(unserved.suspect('m')).toMatchObject({ times: 3, isWitnessed: true });
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['another mail failed', (unserved) => unserved.failed(at(8))],
    ['something worked, or the connection failed', (unserved) => unserved.forget('m')],
  ])('is tried as often again after %s', (_name, between) => {
    const unserved = new UnservedMail();
    failing(unserved, 2);
    unserved.witnessed('m', unserved.suspect('m')!, true);
    between(unserved);
    expect(failing(unserved, 2)).toEqual([undefined, 2]);
    expect(unserved.suspect('m')).not.toHaveProperty('isWitnessed');
  });

  it.each<[string, (unserved: UnservedMail) => unknown]>([
    ['a mail of another mailbox failed', (unserved) => unserved.failed(at(7, 'other'))],
    ['another mailbox worked', (unserved) => unserved.forget('other')],
  ])('is under suspicion after its second failure although %s', (_name, between) => {
    const unserved = new UnservedMail();
    failing(unserved, 1);
    between(unserved);
    expect(failing(unserved, 1)).toEqual([2]);
  });
});
