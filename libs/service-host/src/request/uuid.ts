import { uuid } from '@replyline/contracts';
import { z } from 'zod';

export { uuid };

/** The parameters of a path that names one thing. */
export const idPath = z.object({ id: uuid });
export type IdPath = z.output<typeof idPath>;
