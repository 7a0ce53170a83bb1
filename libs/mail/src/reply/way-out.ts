/** How many base64url characters the token of such a link has. */
export const WAY_OUT_TOKEN_LENGTH = 44;

const WAY_OUT = new RegExp(`/unsubscribe/[a-z0-9_-]{${WAY_OUT_TOKEN_LENGTH}}$`, 'i');

/** Where the reader of our mail unsubscribes. It is made for him alone, after the words that are known of the mail. */
export const isWayOut = (link: string): boolean => WAY_OUT.test(link);
