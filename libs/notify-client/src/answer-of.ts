/** What outbound-mail says. Rejects with what to do where it refuses, and with where it was asked when it does not answer. */
export async function answerOf<T>(url: URL, init: RequestInit): Promise<T> {
  const response = await fetch(url, init).catch(unanswered(url));
  if (!response.ok) throw await refusalOf(response, url);
  return (await response.json()) as T;
}

/** `fetch` says no more than that it failed; the end of a wait stays what it is. */
const unanswered =
  ({ origin }: URL) =>
  (cause: Error): never => {
    if (cause.name !== 'TypeError') throw cause;
    throw new Error(`outbound-mail does not answer at ${origin}`, { cause });
  };

/** Its problem (RFC 9457) says what to do; a proxy in between may have answered instead, and has none. */
async function refusalOf(response: Response, { pathname }: URL): Promise<Error> {
  const problem = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly detail?: string };
  const why = problem.code ? `: ${problem.code}. ${problem.detail}` : '';
  return new Error(`outbound-mail answered ${response.status} to ${pathname}${why}`);
}
