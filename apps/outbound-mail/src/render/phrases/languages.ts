/** A language needs a prompt that the reading of replies knows, and a catalogue of phrases here. */
export { LANGUAGES, type Language } from '@replyline/mail';
