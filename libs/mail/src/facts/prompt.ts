/** What a mail that can be answered says on its first line. */
export const PROMPT = 'Please type your reply above this line';

/**
 * The same for readers of other languages. Every wording stays short, so that a phone does not wrap it more than twice, and
 * none is ever taken out: people answer old mail.
 */
export const PROMPT_IN = {
  en: PROMPT,
  de: 'Bitte schreiben Sie Ihre Antwort über diese Zeile',
  fr: 'Veuillez écrire votre réponse au-dessus de cette ligne',
  es: 'Por favor, escriba su respuesta encima de esta línea',
  ja: 'この行より上に返信を入力してください',
  ar: 'يرجى كتابة ردك فوق هذا السطر',
} as const;

/** All that are recognised: those that are sent, in any language, and one that was sent before. */
export const PROMPTS = [...Object.values(PROMPT_IN), 'Please type the reply above this line'] as const;
