import { z } from 'zod';
import type { DirectoryUser } from '@replyline/contracts';

/** What members see of each other: never the address. */
export const personView = z.object({
  userId: z.uuid(),
  /** `null`: gone from the directory. */
  name: z.string().nullable(),
  displayName: z.string().nullable(),
});

export const viewPerson = (userId: string, user: DirectoryUser | undefined): z.output<typeof personView> => ({
  userId,
  name: user?.name ?? null,
  displayName: user?.displayName ?? null,
});
