/**
 * What some work takes of the processors, in seconds: what else the machine does counts little. Quadratic work on a
 * megabyte takes minutes, so that ten seconds tell it from the linear work that we promise, which takes less than one.
 */
export async function processorSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export const LINEAR_SECONDS = 10;
