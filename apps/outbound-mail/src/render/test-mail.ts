import type { PinnedMail } from './pinned-mail.js';
import { inWords, type Rendered } from './render.js';

const SUBJECT = 'Test mail from Replyline';

/** What an admin gets who tries a sending profile: in English, because the try names an address, not a person. */
export const testMail = (): Rendered =>
  inWords({
    language: 'en',
    subject: SUBJECT,
    blocks: [
      { kind: 'lead', text: 'This is a test mail: the sending profile works.' },
      {
        kind: 'footer',
        text: 'If it lies in the spam folder, ask who runs the mail server to allow its sender. This mail cannot be answered.',
      },
    ],
  });

/** The same in the form of every other mail. */
export const pinnedTestMail = (address: string, { messageId, now }: { messageId: string; now: Date }): PinnedMail => ({
  ...testMail(),
  to: { name: '', address },
  date: now.toISOString(),
  references: [messageId],
  autoSubmitted: 'auto-generated',
});
