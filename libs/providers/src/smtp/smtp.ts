import { Failure } from '@replyline/errors';
import { full, tidying } from '../admission.js';
import { Pool } from '../pool.js';
import type { HandOver, MailProvider, OutboundMail, Receipt } from '../provider.js';
import { SmtpSession, type Sending } from './session.js';
import type { SmtpAccess } from './settings.js';

export interface SmtpOptions extends SmtpAccess {
  /** Connections to this server at a time, from this process. */
  readonly maxConnections: number;
}

/** Long enough for a burst, short enough that servers do not mind. */
const IDLE_MS = 5_000;

/** Gives mail to an SMTP server (RFC 5321), over connections that are kept for a few seconds. */
export function smtpProvider(options: SmtpOptions): MailProvider {
  return new SmtpProvider(options);
}

class SmtpProvider implements MailProvider {
  private readonly pool: Pool<SmtpSession>;

  constructor(options: SmtpOptions) {
    const { admit, maxConnections: max } = options;
    const access = admit ? { ...options, admit: tidying(admit, () => this.pool.tidy()) } : options;
    const open = (signal: AbortSignal) => SmtpSession.open(access, signal);
    this.pool = new Pool({ open, max, idleMs: IDLE_MS, ...(admit && { full }) });
  }

  async send(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt> {
    const { sending, wasUsed } = await this.attempt(mail, handOver, signal);
    const isStale = wasUsed && !signal.aborted && isClosedMeanwhile(sending);
    const final = isStale ? await this.attempt(mail, handOver, signal, true) : { sending };
    if (final.sending.failure) throw final.sending.failure;
    return final.sending.receipt;
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async attempt(mail: OutboundMail, handOver: HandOver, signal: AbortSignal, fresh = false) {
    const { item: session, wasUsed } = await this.pool.take(signal, fresh);
    try {
      const sending = await session.send(mail, handOver, signal);
      if (sending.failure && !(await session.reset(signal))) session.close();
      return { sending, wasUsed };
    } finally {
      this.pool.giveBack(session);
    }
  }
}

/** A server may close an idle connection at any time, and we notice only when we speak: no fault of the message. */
const isClosedMeanwhile = ({ failure, ...sending }: Sending): boolean =>
  failure instanceof Failure &&
  'isStarted' in sending &&
  !sending.isStarted &&
  (failure.code === 'provider.unavailable' || failure.details['replyCode'] === 421);
