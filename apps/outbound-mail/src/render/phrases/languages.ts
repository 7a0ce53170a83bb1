import { PROMPT_IN } from '@replyline/mail';

/** A language needs a prompt that the reading of replies knows, and a catalogue of phrases here. */
export type Language = keyof typeof PROMPT_IN;
export const LANGUAGES = Object.keys(PROMPT_IN) as readonly Language[];
