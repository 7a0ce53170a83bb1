/** What a mail that can be answered says on its first line. */
export const PROMPT = 'Please type your reply above this line';

/** Both wordings are recognised; only `PROMPT` is sent. */
export const PROMPTS = [PROMPT, 'Please type the reply above this line'] as const;
