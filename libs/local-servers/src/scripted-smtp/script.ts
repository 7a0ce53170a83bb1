/**
 * A moment at which the server may misbehave. `body` is when the first octet after 354 has arrived, `message` when the
 * final dot has: between the two the client does not know yet, after the second it may never know.
 */
export type Step =
  'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'message' | 'rset' | 'noop' | 'quit';

export interface Moment {
  readonly step: Step;
  /** What the client said after the verb: an address in angle brackets, a name. */
  readonly argument: string;
  /** From 1: how often this step has been reached, by all connections together. */
  readonly time: number;
}

/** What differs from good behaviour. Nothing differs in an empty one. */
export interface Behaviour {
  /** A whole reply, such as `450 4.2.1 Try later`. */
  readonly reply?: string;
  readonly delayMs?: number;
  /**
   * `close` cuts the connection instead of replying; `silence` leaves it open and never replies; `endless` says one line of
   * a reply after the other and never the last. At `message` they come before the server has accepted anything;
   * `close-after-accepting` comes after.
   */
  readonly instead?: 'close' | 'silence' | 'endless' | 'close-after-accepting';
}

/** Asked at every step of every connection. */
export type Script = (moment: Moment) => Behaviour | undefined;

export const GOOD: Readonly<Record<Step, string>> = {
  greeting: '220 mail.example.test ESMTP scripted',
  ehlo: '250-mail.example.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN LOGIN',
  auth: '235 2.7.0 Accepted',
  mail: '250 2.1.0 Ok',
  rcpt: '250 2.1.5 Ok',
  data: '354 End data with <CR><LF>.<CR><LF>',
  body: '',
  message: '250 2.0.0 Ok',
  rset: '250 2.0.0 Ok',
  noop: '250 2.0.0 Ok',
  quit: '221 2.0.0 Bye',
};

/** The step that a command line asks for, if the server knows the verb. */
export function stepOf(line: string): Step | undefined {
  const verb = line.split(/[ :]/, 1)[0]?.toLowerCase() ?? '';
  if (verb === 'helo') return 'ehlo';
  return verb !== 'greeting' && verb !== 'body' && verb !== 'message' && Object.hasOwn(GOOD, verb)
    ? (verb as Step)
    : undefined;
}
