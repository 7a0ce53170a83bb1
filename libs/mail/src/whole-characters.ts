/**
 * UTF-16 can write half a character, and neither UTF-8 nor the JSON of PostgreSQL can: a mail with one in it would never get its
 * verdict. Each becomes U+FFFD, as decoders of UTF-8 have it.
 */
export const withoutHalves = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

const HALF_AT_END = /[\ud800-\udbff]$/;

/** The beginning of a text, never half a character at its end. */
export const beginning = (text: string, maxLength: number): string => text.slice(0, maxLength).replace(HALF_AT_END, '');
