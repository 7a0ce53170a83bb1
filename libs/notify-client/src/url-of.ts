/** `path` below where a service is: a proxy may have put it under a path of its own. */
export const urlOf = (baseUrl: string, path: string): URL => new URL(baseUrl.replace(/\/+$/, '') + path);
