import { describe, expect, it } from '@jest/globals';
import { freePorts, onFreePorts, PortTaken } from './free-ports.js';

describe('free ports', () => {
  it('are different ones, below those that the system hands out', async () => {
    const ports = await freePorts(50);
    expect(new Set(ports).size).toBe(50);
    expect(ports.every((port) => port >= 15_000 && port < 32_000)).toBe(true);
  });

  it('are never those of another worker of the same run', async () => {
    const ports = await freePorts(500);
    expect(Math.max(...ports) - Math.min(...ports)).toBeLessThan(17_000 / 8);
  });

  it('are drawn again when somebody else was faster', async () => {
    const tried: number[] = [];
    const started = await onFreePorts(1, async ([port]) => {
      tried.push(port!);
      if (tried.length < 3) throw new PortTaken('address already in use');
      return port;
    });
    expect(tried).toHaveLength(3);
    expect(started).toBe(tried[2]);
  });

  it('are not drawn again when the server failed for another reason', async () => {
    let attempts = 0;
    const failed = onFreePorts(1, async () => {
      attempts += 1;
      throw new Error('no such file');
    });
    await expect(failed).rejects.toThrow('no such file');
    expect(attempts).toBe(1);
  });
});
