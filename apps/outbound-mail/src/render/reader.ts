import type { DirectoryUser } from '@replyline/contracts';
import { languageFor, type Language } from '@replyline/mail';
import { insert, type Inserted } from './inserted.js';

/** For whom a mail is written. */
export interface Reader {
  readonly language: Language;
  /** How dates are written: the region of the reader, where the mail is in his language. */
  readonly locale: string;
  readonly timeZone: string;
}

/** A plain address tells nothing about who reads there. */
export const readerOf = (user?: Pick<DirectoryUser, 'locale' | 'timeZone'>): Reader => {
  const language = user && languageFor([user.locale]);
  return {
    language: language ?? 'en',
    locale: language === undefined ? 'en' : user!.locale,
    timeZone: user?.timeZone ?? 'UTC',
  };
};

/** A moment as the reader's clock shows it. ISO 8859 has no place for the narrow space that some locales put before AM. */
export const momentFor = (moment: string, { locale, timeZone }: Reader): Inserted =>
  insert(new Intl.DateTimeFormat(locale, { ...SHAPE, timeZone }).format(new Date(moment)).replace(/\u202f/g, '\u00a0'));

const SHAPE = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;
