/** Which key of its ring a ciphertext was sealed with. */
export const keyIdOf = (sealed: string): string => sealed.slice(0, Math.max(sealed.indexOf('.'), 0));
