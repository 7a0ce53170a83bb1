import { describe, expect, it } from '@jest/globals';
import { until } from './until.js';

describe('until', () => {
  it('resolves with the first truthy value', async () => {
    const values = [undefined, 0, 'there', 'later'];
    expect(await until(() => values.shift())).toBe('there');
  });

  it('takes an error for "not yet"', async () => {
    let attempts = 0;
    const answer = until(() => {
      attempts += 1;
      if (attempts < 3) throw new Error('refused');
      return attempts;
    });
    expect(await answer).toBe(3);
  });

  it('looks less often the longer it takes', async () => {
    let looks = 0;
    await expect(until(() => void (looks += 1), { deadlineMs: 500 })).rejects.toThrow();
    // Every ten milliseconds would be fifty; on a slow machine it is fewer.
    expect(looks).toBeLessThan(20);
  });

  it('says what it waited for, and what was in the way', async () => {
    const never = until(() => Promise.reject(new Error('refused')), { deadlineMs: 30, what: 'a miracle' });
    await expect(never).rejects.toMatchObject({
      message: 'gave up waiting for a miracle after 30 ms',
      cause: expect.objectContaining({ message: 'refused' }),
    });
  });
});
