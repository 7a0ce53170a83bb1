/** Its problem (RFC 9457) says what to do; a proxy in between may have answered instead, and has none. */
export async function refusalOf(response: Response, { pathname }: URL): Promise<Error> {
  const problem = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly detail?: string };
  const why = problem.code ? `: ${problem.code}. ${problem.detail}` : '';
  return new Error(`outbound-mail answered ${response.status} to ${pathname}${why}`);
}
