import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What to do with a question for TXT records: the records, each of its strings, or a fault of the server. */
export type DnsAnswer = readonly (readonly string[])[] | 'no-such-name' | 'server-failure' | 'silence';

export interface ScriptedDns {
  /** As `Resolver.setServers` wants it. */
  readonly server: string;
  /** From now on the name has these TXT records. Until then there is no such name. */
  answer(name: string, answer: DnsAnswer): void;
  stop(): Promise<void>;
}

const HEADER_OCTETS = 12;
const TXT = 16;
const RESPONSE_CODES = { 'server-failure': 2, 'no-such-name': 3 } as const;

/** A name server on loopback (RFC 1035) that knows TXT records alone. */
export async function startScriptedDns(): Promise<ScriptedDns> {
  const answers = new Map<string, DnsAnswer>();
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = questionIn(query);
    const answer = answers.get(name.toLowerCase()) ?? 'no-such-name';
    if (answer !== 'silence') socket.send(response(query.subarray(0, end), answer), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    server: `127.0.0.1:${socket.address().port}`,
    answer: (name, answer) => void answers.set(name.toLowerCase(), answer),
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The labels of the first question, and where it ends with its type and class (§4.1.2). */
function questionIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_OCTETS;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 5 };
}

/** Header and question as they came, marked as an answer, and the records behind them (§4.1.1, §4.1.3). */
function response(asked: Buffer, answer: Exclude<DnsAnswer, 'silence'>): Buffer {
  const [code, records] = typeof answer === 'string' ? [RESPONSE_CODES[answer], []] : [0, answer];
  const head = Buffer.from(asked);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...records.map(record)]);
}

function record(strings: readonly string[]): Buffer {
  const data = Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])));
  const head = Buffer.alloc(HEADER_OCTETS);
  // The name is that of the question (§4.1.4); class IN, and to be asked for again each time.
  head.writeUInt16BE(0xc000 | HEADER_OCTETS, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
