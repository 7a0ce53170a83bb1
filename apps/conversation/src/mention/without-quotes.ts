/** Mail quotes what others wrote. Whom they called has been told, or was never meant to be. */
export const withoutQuotes = (text: string): string => text.replace(/^ {0,3}>.*$/gm, '');
