/** `localhost:8081` is a URL too, with a scheme of its own. */
export const isOfHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
