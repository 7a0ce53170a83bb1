import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Entra, type RegisteredApp } from './entra.js';
import { graphAnswer, graphError, type GraphAnswer } from './graph.js';
import { Mailboxes } from './mailboxes.js';
import { refusal } from './token-answer.js';
import { stepOf } from './routes.js';
import type { MicrosoftBehaviour, MicrosoftScript } from './script.js';

export interface MicrosoftOptions {
  readonly apps: readonly RegisteredApp[];
  /** Addresses of the mailboxes of the tenant, in lower case. */
  readonly mailboxes: readonly string[];
}

/** One question and its answer, for who wants to compare them with what Microsoft documents. */
export interface Exchange {
  readonly method: string;
  /** Below the version: `/users/a@example.test/sendMail`. */
  readonly path: string;
  /** OData's `$filter`. */
  readonly filter: string | undefined;
  readonly mediaType: string | undefined;
  readonly request: string;
  readonly status: number;
  readonly answer: unknown;
}

/** Microsoft Entra and Graph as far as mail needs them, on one port. */
export interface FakeMicrosoft {
  /** For `MICROSOFT_BASE_URL`: logins are below `/login`, Graph below `/graph`. */
  readonly url: string;
  readonly entra: Entra;
  readonly mailboxes: Mailboxes;
  readonly exchanges: readonly Exchange[];
  /** How many questions it was asked at one time. */
  readonly mostAtOnce: number;
  /** From now on. */
  follow(script: MicrosoftScript): void;
  stop(): Promise<void>;
}

const AUTHORIZE = /^\/login\/[^/]+\/oauth2\/v2\.0\/authorize$/;

/** Starts it on loopback, on a free port. */
export async function startMicrosoft({ apps, mailboxes: addresses }: MicrosoftOptions): Promise<FakeMicrosoft> {
  const [entra, mailboxes, exchanges] = [new Entra(apps), new Mailboxes(addresses), [] as Exchange[]];
  let script: MicrosoftScript = () => undefined;
  let atOnce = 0;
  let url = '';

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://fake');
    if (AUTHORIZE.test(pathname)) {
      return void response.writeHead(302, { location: entra.people.authorize(searchParams) }).end();
    }
    const { method = 'GET' } = request;
    const path = decodeURIComponent(pathname.replace(/^\/(?:graph\/v1\.0|login)/, ''));
    const { step, mailbox } = stepOf(method, pathname);
    const filter = searchParams.get('$filter') ?? undefined;
    const bytes = await buffer(request);
    const body = step === 'upload' ? '' : bytes.toString();
    const range = request.headers['content-range'];
    const behaviour = step && script({ step, mailbox, path });
    const answer = (): GraphAnswer | Promise<GraphAnswer> =>
      step === 'token'
        ? entra.token(path.split('/')[1]!, new URLSearchParams(body))
        : graphAnswer(
            {
              method,
              path,
              step,
              mailbox,
              filter,
              query: searchParams,
              prefer: String(request.headers['prefer'] ?? ''),
              body,
              bytes,
              url,
              range,
              authorization: request.headers.authorization,
            },
            entra,
            mailboxes,
          );
    if (behaviour && 'after' in behaviour) await behaviour.after;
    if (behaviour && 'instead' in behaviour) return misbehave(behaviour.instead, { response, answer });
    if (behaviour && 'isDone' in behaviour && behaviour.isDone) await answer();
    const {
      status,
      body: answered,
      mime,
      retryAfterSeconds,
    } = behaviour && 'status' in behaviour ? scripted(behaviour) : await answer();
    exchanges.push({
      method,
      path,
      filter,
      mediaType: request.headers['content-type'],
      request: body,
      status,
      answer: answered,
    });
    if (mime) return void response.writeHead(status, { 'content-type': 'text/plain' }).end(mime);
    response.writeHead(status, {
      ...(answered !== undefined && { 'content-type': 'application/json' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    });
    response.end(answered === undefined ? undefined : JSON.stringify(answered));
  }

  let open = 0;
  const server = createServer((request, response) => {
    atOnce = Math.max(atOnce, ++open);
    response.once('close', () => (open -= 1));
    void serve(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    entra,
    mailboxes,
    exchanges,
    get mostAtOnce() {
      return atOnce;
    },
    follow: (next) => void (script = next),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Interrupted {
  readonly response: ServerResponse;
  readonly answer: () => unknown;
}

function misbehave(how: 'silence' | 'close' | 'close-after-accepting', { response, answer }: Interrupted): void {
  if (how === 'silence') return;
  if (how === 'close-after-accepting') answer();
  response.destroy();
}

const scripted = (behaviour: Extract<MicrosoftBehaviour, { status: number }>): GraphAnswer => {
  if ('error' in behaviour) return refusal(behaviour.status, behaviour.error, behaviour.number);
  const { status, code, retryAfterSeconds } = behaviour;
  // What something in between says, which is not Graph.
  if (code === '') return { status, body: {} };
  return { ...graphError(status, code), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
};
