/** One mail to one person, as it travels (RFC 5321 §2.3.1: envelope and content). */
export interface OutboundMail {
  /** Where a delivery report goes. `null` is the null reverse-path (RFC 5321 §4.5.5): none is wanted. */
  readonly reversePath: string | null;
  readonly forwardPath: string;
  /** Whom its From field names; absent: the sender of the profile. Some servers do not read the field. */
  readonly fromAddress?: string | undefined;
  /** The whole RFC 5322 message, with CRLF line ends. */
  readonly content: Buffer;
  /** The same mail in pieces, where it has attachments: for a server that takes no message as large as that. */
  readonly inParts?: (() => Promise<MailInParts>) | undefined;
}

export interface MailAttachment {
  readonly filename: string;
  /** `type/subtype`, without parameters. */
  readonly mediaType: string;
  readonly content: Buffer;
}

interface MailInParts {
  /** The RFC 5322 message as it is without its attachments. */
  readonly content: Buffer;
  readonly attachments: readonly MailAttachment[];
}

/** A server took responsibility for the mail. */
export interface Receipt {
  readonly replyCode: number;
  /** Its own words, redacted: there is often the name that the mail has in its queue. */
  readonly said?: string;
  /** The Message-ID that the server gave it, without angle brackets, where it replaced ours. */
  readonly providerMessageId?: string;
}

/**
 * Called once, when the server has everything but the end of the message. Until it resolves the server cannot have
 * accepted the mail, so it is the moment to write down that the mail is about to be handed over.
 */
export type HandOver = () => Promise<void>;

/** Where a mail is that may have been handed over. */
export type Whereabouts =
  /** It was sent. `providerMessageId` as in a `Receipt`. */
  | { readonly in: 'sent'; readonly itemId: string; readonly providerMessageId?: string }
  /** It waits to be sent. */
  | { readonly in: 'outbox' }
  /** It was written and not sent, as far as can be seen now. */
  | { readonly in: 'drafts'; readonly itemId: string }
  | { readonly in: 'nowhere' };

/** What a provider keeps of the mail that it has sent. */
export interface SentMail {
  /** Whether it keeps all of it: a mail that is not there after a while was not sent. */
  readonly isComplete: boolean;
  /**
   * Looks for the Message-ID that we gave, without angle brackets. Rejects with a `provider.*` Failure, soon after
   * `signal` aborts.
   */
  find(messageId: string, signal: AbortSignal): Promise<Whereabouts>;
  /** Makes sure that a draft is never sent; `false` when it is none any more. */
  takeBack?(itemId: string, signal: AbortSignal): Promise<boolean>;
}

/** A way out for mail. */
export interface MailProvider {
  /**
   * Resolves once the server accepted the mail.
   *
   * Rejects with a `provider.*` Failure otherwise. Only `provider.unknown_outcome` leaves open whether the server has
   * the mail; after every other one it certainly has not. When `handOver` rejects, the end of the message is not sent
   * and `send` rejects with the same error. After `signal` aborts, `send` settles at once.
   */
  send(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Receipt>;
  /** Absent: what was sent cannot be looked for. */
  readonly sentMail?: SentMail | undefined;
  /** Takes no more mail, lets what is being sent come to its end, then closes every connection. */
  close(): Promise<void>;
}
