import type { Logger } from '@nestjs/common';

/** For what a timer, or whoever comes next, tries again: a database that is away is no reason to end. */
export async function quietly(logger: Logger, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => logger.warn({ err: error }, 'not now, trying again'));
}
