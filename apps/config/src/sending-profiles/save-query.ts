import { mailAddress } from '@replyline/contracts';
import { z } from 'zod';

export const saveQuery = z.object({
  require: z
    .enum(['test', 'validate', 'none'])
    .default('test')
    .describe('What must work before it is saved: a mail to you, everything up to the sender, or nothing.'),
});
export type SaveQuery = z.output<typeof saveQuery>;

export const testQuery = z.object({
  reversePath: mailAddress
    .or(z.literal('<>'))
    .optional()
    .describe(
      'Where reports about the test mail go (MAIL FROM); as for real mail, where absent. `<>`, the null reverse-path: nowhere.',
    ),
  recipient: mailAddress.optional().describe('Where the test mail goes; your address in the directory, where absent.'),
});
export type TestQuery = z.output<typeof testQuery>;

/** How an import is done: nobody waits for a test mail there, unless he says so. */
export const importing = {
  dryRun: z
    .enum(['true', 'false', ''])
    .default('false')
    .transform((text) => text !== 'false')
    .describe('Shows what would be and changes nothing. No server is spoken to and no mail is sent.'),
  require: saveQuery.shape.require
    .unwrap()
    .default('validate')
    .describe('What a sending profile that changes must pass: a mail to you, everything up to the sender, or nothing.'),
};
