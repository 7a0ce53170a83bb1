import { z } from 'zod';

/** The id of something, as PostgreSQL and the directory write it, so that two ways to write one id are equal. */
export const uuid = z.uuid().toLowerCase();

/** The parameters of a path that names one thing. */
export const idPath = z.object({ id: uuid });
export type IdPath = z.output<typeof idPath>;
