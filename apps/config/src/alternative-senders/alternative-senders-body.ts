import { mailAddress } from '@replyline/contracts';
import { z } from 'zod';

/** Domains are folded already; two addresses that differ in case alone are one to nearly every server. */
export const folded = (address: string): string => address.toLowerCase();

/** The whole list, as an admin wants it. */
export const alternativeSendersBody = z.object({
  addresses: z
    .array(mailAddress)
    .max(500)
    .refine((all) => new Set(all.map(folded)).size === all.length, 'names an address twice'),
});
export type AlternativeSendersBody = z.output<typeof alternativeSendersBody>;

export const alternativeSendersView = z.object({
  addresses: z.array(z.string()),
  revision: z.int().describe('0 before the first save'),
  savedAt: z.iso.datetime().nullable(),
  savedBy: z.string().nullable(),
});
export type AlternativeSendersView = z.output<typeof alternativeSendersView>;
