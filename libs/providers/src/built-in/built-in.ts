import type { Encryption } from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import type { Admit } from '../admission.js';
import type { HandOver, MailProvider, OutboundMail, Receipt } from '../provider.js';
import type { SmtpAccess, SmtpServer } from '../smtp/settings.js';
import { smtpProvider } from '../smtp/smtp.js';
import { domainOf, exchangersOf, inTime, type ResolveMx } from './exchangers.js';

export interface BuiltInOptions extends Pick<SmtpAccess, 'ehloName' | 'allowLinkLocal' | 'authorities'> {
  readonly timeoutSeconds: number;
  /** To one server at a time. */
  readonly maxConnections: number;
  readonly resolve: ResolveMx;
  readonly random: () => number;
  /** Leave to have a connection to a host. Absent: nobody counts. */
  readonly admitTo?: ((host: string, port: number) => Admit) | undefined;
  /** Where servers listen for each other. */
  readonly port?: number;
}

const SMTP_PORT = 25;
/** Pools that are kept; the one used longest ago goes first. */
const MOST_SERVERS = 500;

/** What another server of the same domain may do better (RFC 5321 §5.1), as long as nothing was handed over. */
const NEXT_ONE: readonly ErrorCode[] = [
  'provider.unavailable',
  'provider.service_refused',
  'provider.timeout',
  'provider.dns_failed',
  'provider.address_not_allowed',
  'provider.protocol_error',
  'provider.tls_failed',
  'provider.throttled',
];

/** A server that offers TLS and has none to give: it speaks another one, hangs up at the handshake, or is silent. */
export const isTlsBroken = (step: unknown): boolean => step === 'tls';

const IN_USE: ErrorCode = 'provider.connections_in_use';

export const mayBeBetterElsewhere = (code: ErrorCode): boolean => NEXT_ONE.includes(code);
const mayTryOthers = (code: ErrorCode): boolean => code === IN_USE || mayBeBetterElsewhere(code);

/** TLS where it is offered: servers of strangers have certificates that nobody can check (RFC 7435). */
export const exchangerAt = (host: string, { timeoutSeconds, port = SMTP_PORT }: BuiltInOptions): SmtpServer => ({
  host,
  port,
  encryption: 'starttls-optional',
  verifyCertificate: false,
  timeoutSeconds,
});

/** Gives mail to the servers of the recipient's own domain: no mail server of one's own is needed. */
export const builtInProvider = (options: BuiltInOptions): MailProvider => new BuiltInProvider(options);

interface Given {
  readonly mail: OutboundMail;
  readonly noted: HandOver;
  readonly signal: AbortSignal;
  readonly isHandedOver: () => boolean;
}

class BuiltInProvider implements MailProvider {
  private readonly servers = new Map<string, MailProvider>();

  constructor(private readonly options: BuiltInOptions) {}

  async send(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    const { resolve, random } = this.options;
    const found = await exchangersOf(domainOf(mail.forwardPath), inTime(resolve, this.options, signal), random);
    let isHandedOver = false;
    const noted = () => {
      isHandedOver = true;
      return handOver();
    };
    const given: Given = { mail, noted, signal, isHandedOver: () => isHandedOver };
    let failure = new Failure('provider.dns_failed', { step: 'mx' });
    for (const [index, { exchange, priority }] of found.entries()) {
      // One that is busy with mail of ours is not away: others as good may take it, worse ones may not (RFC 5321 §5.1).
      if (failure.code === IN_USE && priority > found[index - 1]!.priority) break;
      try {
        return await this.give(exchange, given);
      } catch (error) {
        if (signal.aborted || isHandedOver || !(error instanceof Failure) || !mayTryOthers(error.code)) throw error;
        failure = failure.code === IN_USE ? failure : error;
      }
    }
    throw failure;
  }

  /** A server whose TLS is broken gets it in plain text, as one without any does (RFC 7435 §3). */
  private async give(host: string, { mail, noted, signal, isHandedOver }: Given): Promise<Receipt> {
    try {
      return await this.to(host, 'starttls-optional').send(mail, noted, signal);
    } catch (error) {
      const mayGoWithout = error instanceof Failure && isTlsBroken(error.details['step']);
      if (!mayGoWithout || isHandedOver() || signal.aborted) throw error;
      return this.to(host, 'none').send(mail, noted, signal);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.close()));
  }

  private to(host: string, encryption: Encryption): MailProvider {
    const key = `${encryption} ${host}`;
    const known = this.servers.get(key) ?? this.connect(host, encryption);
    this.servers.delete(key);
    this.servers.set(key, known);
    const [oldest] = this.servers;
    if (this.servers.size > MOST_SERVERS && oldest) {
      this.servers.delete(oldest[0]);
      void oldest[1].close();
    }
    return known;
  }

  private connect(host: string, encryption: Encryption): MailProvider {
    const { maxConnections, ehloName, allowLinkLocal, admitTo } = this.options;
    const settings = { ...exchangerAt(host, this.options), encryption };
    return smtpProvider({ settings, maxConnections, ehloName, allowLinkLocal, admit: admitTo?.(host, settings.port) });
  }
}
