/** RFC 6750 §2.1. */
const TOKEN = /^[\w.~+/-]+=*$/;

/** The header of a request. Throws where there is no token: what no request can carry would look like a silent service. */
export async function bearer(token: () => string | Promise<string>): Promise<{ readonly authorization: string }> {
  // Of JavaScript too: a variable that is not set gives `undefined`.
  const given: unknown = await token();
  const trimmed = typeof given === 'string' ? given.trim() : '';
  if (!TOKEN.test(trimmed))
    throw new Error('token() has given no bearer token: look for quote marks, spaces and line breaks in it');
  return { authorization: `Bearer ${trimmed}` };
}
