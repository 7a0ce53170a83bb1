import type { PinnedMail } from './pinned-mail.js';
import type { Language } from './phrases/languages.js';
import { PHRASES } from './phrases/phrases.js';
import { readerOf } from './reader.js';
import { inWords, type Rendered } from './render.js';

/** What an admin gets who tries a sending profile. */
export function testMail(language: Language): Rendered {
  const { testMail: say, cannotBeAnswered } = PHRASES[language];
  return inWords({
    language,
    subject: say.subject,
    blocks: [
      { kind: 'lead', text: say.lead },
      { kind: 'footer', text: `${say.ifSpam}\n${cannotBeAnswered}` },
    ],
  });
}

export interface Testing {
  readonly messageId: string;
  readonly now: Date;
  /** Of whoever reads it. */
  readonly locale: string;
}

/** The same in the form of every other mail. */
export const pinnedTestMail = (address: string, { messageId, now, locale }: Testing): PinnedMail => ({
  ...testMail(readerOf({ locale, timeZone: 'UTC' }).language),
  to: { name: '', address },
  date: now.toISOString(),
  references: [messageId],
  autoSubmitted: 'auto-generated',
});
