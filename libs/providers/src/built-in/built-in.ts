import { Failure, type ErrorCode } from '@replyline/errors';
import type { HandOver, MailProvider, OutboundMail, Receipt } from '../provider.js';
import type { SmtpAccess, SmtpServer } from '../smtp/settings.js';
import { smtpProvider } from '../smtp/smtp.js';
import { domainOf, exchangersOf, type ResolveMx } from './exchangers.js';

export interface BuiltInOptions extends Pick<SmtpAccess, 'ehloName' | 'allowLinkLocal' | 'authorities'> {
  readonly timeoutSeconds: number;
  /** To one server at a time. */
  readonly maxConnections: number;
  readonly resolve: ResolveMx;
  readonly random: () => number;
  /** Where servers listen for each other. */
  readonly port?: number;
}

const SMTP_PORT = 25;
/** Pools that are kept; the one used longest ago goes first. */
const MOST_SERVERS = 500;

/** What another server of the same domain may do better (RFC 5321 §5.1), as long as nothing was handed over. */
const NEXT_ONE: readonly ErrorCode[] = [
  'provider.unavailable',
  'provider.timeout',
  'provider.dns_failed',
  'provider.address_not_allowed',
  'provider.protocol_error',
  'provider.tls_failed',
  'provider.throttled',
];

export const mayBeBetterElsewhere = (code: ErrorCode): boolean => NEXT_ONE.includes(code);

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

class BuiltInProvider implements MailProvider {
  private readonly servers = new Map<string, MailProvider>();

  constructor(private readonly options: BuiltInOptions) {}

  async send(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    const { resolve, random } = this.options;
    const hosts = await exchangersOf(domainOf(mail.forwardPath), resolve, random);
    let isHandedOver = false;
    const noted = () => {
      isHandedOver = true;
      return handOver();
    };
    for (const [index, host] of hosts.entries()) {
      try {
        return await this.to(host).send(mail, noted, signal);
      } catch (error) {
        const isLast = index === hosts.length - 1 || signal.aborted || isHandedOver;
        if (isLast || !(error instanceof Failure) || !mayBeBetterElsewhere(error.code)) throw error;
      }
    }
    throw new Failure('provider.dns_failed', { step: 'mx' });
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.close()));
  }

  private to(host: string): MailProvider {
    const known = this.servers.get(host) ?? this.connect(host);
    this.servers.delete(host);
    this.servers.set(host, known);
    const [oldest] = this.servers;
    if (this.servers.size > MOST_SERVERS && oldest) {
      this.servers.delete(oldest[0]);
      void oldest[1].close();
    }
    return known;
  }

  private connect(host: string): MailProvider {
    const { maxConnections, ehloName, allowLinkLocal } = this.options;
    return smtpProvider({ settings: exchangerAt(host, this.options), maxConnections, ehloName, allowLinkLocal });
  }
}
