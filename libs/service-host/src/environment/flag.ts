import { z } from 'zod';

/** A switch in the environment, off by default. What is neither true nor false is refused: a typing error must not count. */
export const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description });

export const allowLinkLocalHosts = flag(
  'true lets mail servers have link-local and metadata addresses, where clouds keep the credentials of a machine',
);
