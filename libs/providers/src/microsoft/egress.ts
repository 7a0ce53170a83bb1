import { EnvHttpProxyAgent, fetch as request, type RequestInit as Request } from 'undici';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `fetch` through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, also in small letters), as
 * other programs do; directly where it names none. Node's own `fetch` goes directly, always.
 */
export function egress(env: Environment): typeof fetch {
  const named = (name: string) => env[name.toLowerCase()] ?? env[name] ?? '';
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: named('HTTP_PROXY'),
    httpsProxy: named('HTTPS_PROXY'),
    noProxy: named('NO_PROXY'),
  });
  const through = (url: string, init?: Request) => request(url, { ...init, dispatcher });
  // The same functions by another release of the same library: the types alone differ.
  return through as unknown as typeof fetch;
}

let outside: typeof fetch | undefined;

/** To Microsoft, as this process is told to go; looked at only then, so that whoever reads the environment can say what is wrong. */
export const fetchOutside: typeof fetch = (...asked) => (outside ??= egress(process.env))(...asked);
