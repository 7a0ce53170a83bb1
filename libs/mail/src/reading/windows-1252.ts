/**
 * What Windows-1252 has from 0x80 on, where other charsets have control characters; five octets mean nothing and stay
 * as they are.
 */
export const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
