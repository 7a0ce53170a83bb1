/** An access token that is good now; `renew` after a server refused the last one. */
export type TokenSource = (renew: boolean) => Promise<string>;
