import { describe, expect, it } from '@jest/globals';
import { allOrNone, stopAll } from './all-or-none.js';

describe('servers that start side by side', () => {
  it('are stopped when another one fails, however late they start', async () => {
    const stopped: string[] = [];
    const server = (name: string) => ({ stop: async () => void stopped.push(name) });
    let startLate: (server: { stop(): Promise<void> }) => void = () => undefined;
    const late = new Promise<{ stop(): Promise<void> }>((resolve) => (startLate = resolve));
    const starting = allOrNone([Promise.resolve(server('quick')), Promise.reject(new Error('no port')), late]);
    startLate(server('late'));
    await expect(starting).rejects.toThrow('no port');
    expect(stopped).toEqual(['quick', 'late']);
  });

  it('are all stopped, though one of them cannot be', async () => {
    const stopped: string[] = [];
    const ends = ['first', 'second', 'third'].map((name) => async () => {
      if (name === 'second') throw new Error('it does not end');
      stopped.push(name);
    });
    await expect(stopAll(ends)).rejects.toThrow('it does not end');
    expect(stopped).toEqual(['first', 'third']);
  });
});
