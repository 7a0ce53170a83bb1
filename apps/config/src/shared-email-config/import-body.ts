import { mailAddress, oneLine, prose } from '@replyline/contracts';
import { z } from 'zod';
import { importing } from '../sending-profiles/save-query.js';
import { sendingProfileView } from '../sending-profiles/sending-profile-view.js';

export const importBody = z.object({
  name: oneLine(100)
    .default('imported')
    .describe('What the shared profile is called; the one of that name is replaced.'),
  files: z
    .array(z.object({ name: oneLine(200), text: prose(200_000) }))
    .min(1)
    .max(50)
    .describe('gravwell.conf first, then the overlays of gravwell.conf.d in their order: a later one overrides.'),
  fromAddress: mailAddress.optional().describe('Where the section has no Force-From and its Username is no address.'),
  isSearch: z
    .boolean()
    .default(false)
    .describe('Whether an Allowed-To matches anywhere in an address; without it the whole address must match.'),
});
export type ImportBody = z.output<typeof importBody>;

export const importQuery = z.object(importing);
export type ImportQuery = z.output<typeof importQuery>;

/** A dry run has no revision and nothing that comes with one. */
export const importView = z.union([
  sendingProfileView,
  z.object({ dryRun: z.literal(true), profile: z.looseObject({}) }),
]);
