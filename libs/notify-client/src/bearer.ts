/** RFC 6750 §2.1. */
const TOKEN = /^[\w.~+/-]+=*$/;

/** The header of a request. Throws where there is no token: what no request can carry would look like a silent service. */
export async function bearer(token: () => string | Promise<string>): Promise<{ readonly authorization: string }> {
  const given = (await token()).trim();
  if (!TOKEN.test(given))
    throw new Error('token() has given no bearer token: look for quote marks, spaces and line breaks in it');
  return { authorization: `Bearer ${given}` };
}
