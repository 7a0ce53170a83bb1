import { z } from 'zod';
import { hint } from '../reply-mailbox/mailbox-hints.js';
import { importing } from '../sending-profiles/save-query.js';
import { change } from './diff.js';

const SECTION_NAMES = [
  'authorities',
  'microsoftApp',
  'alternativeSenders',
  'users',
  'sendingProfile',
  'ownProfiles',
  'replyMailbox',
  'replyMailboxes',
  'publishers',
] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

const sections = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(SECTION_NAMES)))
  .optional();

export const exportQuery = z.object({
  sections: sections.describe(`Which ones, with commas between; all where absent: ${SECTION_NAMES.join(',')}.`),
});
export type ExportQuery = z.output<typeof exportQuery>;

export const importQuery = z.object({
  ...importing,
  prune: importing.dryRun.describe(
    'Removes what a list of the document does not name; without it nothing is ever removed.',
  ),
});
export type ImportQuery = z.output<typeof importQuery>;

export const importView = z.object({
  dryRun: z.boolean(),
  changes: z.array(change).describe('Empty: everything is so already.'),
  hints: z.array(hint).describe('What is allowed and worth a second look, and what a dry run did not try.'),
});
export type ImportView = z.output<typeof importView>;
