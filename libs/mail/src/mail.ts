import type { PictureSize } from './files/picture-size.js';

/** A mailbox of an originator or recipient field (RFC 5322 §3.4). */
export interface Mailbox {
  /** As `normaliseAddress` gives it, so that two of them can be compared. */
  readonly address: string;
  /** The display name; empty when there is none. */
  readonly name: string;
}

export interface Attachment {
  readonly filename?: string;
  /** What its sender says it is. Only `actualType` decides anything. */
  readonly mediaType: string;
  /** What it is by its octets. */
  readonly actualType: string;
  readonly sizeBytes: number;
  /** Of its octets, in hexadecimal. */
  readonly sha256: string;
  /** RFC 2392, without brackets. */
  readonly contentId?: string;
  /** RFC 2183 §2.1: to be shown with the text, not beside it. */
  readonly isInline: boolean;
  /** Whether the HTML shows it somewhere, be it in the quote. */
  readonly isReferenced: boolean;
  /** Of a picture that says so. */
  readonly pixels?: PictureSize;
  /** Only where it was asked for. */
  readonly content?: Uint8Array;
}

/** The machine-readable halves of a report (RFC 6522 §3), as text. */
export interface ReportParts {
  /** The `message/delivery-status` part: groups of fields with a blank line between; empty when there is none. */
  readonly deliveryStatus: string;
  /** The `message/feedback-report` part (RFC 5965). */
  readonly feedback?: string;
  /** The header section of the message that came back; empty when none did. */
  readonly returnedHeaders: string;
}

/** A message that arrived. Nothing in it is trusted: every value is what a stranger wrote, with control characters removed. */
export interface InboundMail {
  /** RFC 5322 `Message-ID`, without angle brackets. */
  readonly messageId?: string;
  readonly inReplyTo: readonly string[];
  /** Oldest first, as RFC 5322 §3.6.4 writes them. */
  readonly references: readonly string[];
  readonly from: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  /** Where the delivering server says the message went: Delivered-To, X-Original-To, Envelope-To, X-Envelope-To. */
  readonly deliveredTo: readonly string[];
  /** The reverse-path; empty for the null reverse-path, absent when no server recorded it. */
  readonly returnPath?: string;
  readonly subject: string;
  readonly date?: Date;
  /** Unfolded and undecoded values by lower-case field name, topmost first: each server adds its fields on top. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly Attachment[];
  readonly sizeBytes: number;
  /** Present when what the person wrote is there and only a key opens it; `text` and `html` are what stood around it. */
  readonly encryption?: 's-mime' | 'open-pgp' | 'rights-managed';
  /** Present when the message has a machine-readable part of a report, or another message in it. */
  readonly report?: ReportParts;
  /** What a calendar says with it (RFC 5546 §1.4), in upper case: `REPLY` accepts or declines. */
  readonly calendarMethod?: string;
}

/** The topmost value of a header field. */
export const header = (mail: Pick<InboundMail, 'headers'>, name: string): string | undefined =>
  mail.headers.get(name)?.[0];

/** Whether a message has one of these fields, whatever it says. */
export const hasField =
  (...names: readonly string[]) =>
  (mail: Pick<InboundMail, 'headers'>): boolean =>
    names.some((name) => mail.headers.has(name));
