/** A problem as config answers it (RFC 9457). */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** What to do. */
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly steps?: readonly object[];
}

/** config said no. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';

  constructor(readonly problem: Problem) {
    const places = problem.errors?.map(({ path, message }) => ` ${path} ${message}.`).join('') ?? '';
    super(`${problem.title} (${problem.code}). ${problem.detail}${places}`);
  }
}

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a call answered, with its `ETag` where it has one. Throws `ConfigRefused`. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<{ readonly data: T; readonly etag?: string }> {
  const { data, error, response } = await call.catch(asRefusal);
  if (!response.ok) throw new ConfigRefused(problemOf(error, response));
  const etag = response.headers.get('etag');
  return { data: data as T, ...(etag !== null && { etag }) };
}

/** The page of whatever stands in between, to log in for instance, may come as a success too: the client cannot read it. */
function asRefusal(error: unknown): never {
  if (!(error instanceof SyntaxError)) throw error;
  throw new ConfigRefused({ ...NO_PROBLEM, status: 200, title: 'The answer is no JSON' });
}

const NO_PROBLEM = { code: 'no-problem', detail: 'The answer is not one of config.' };

/** Something in between, a proxy, may answer as well, and in other words. */
function problemOf(error: unknown, { status, statusText }: Response): Problem {
  const isProblem = typeof error === 'object' && error !== null && 'code' in error;
  if (isProblem) return error as Problem;
  return { ...NO_PROBLEM, status, title: `HTTP ${status} ${statusText}` };
}
