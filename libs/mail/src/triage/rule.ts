import type { Complaint } from '../facts/complaint.js';
import type { DeliveryReport } from '../facts/delivery-report.js';
import type { InboundMail } from '../mail.js';

/** What is known of the reply token in a message. */
export type IntentFact =
  | { readonly kind: 'none' }
  /** Shaped like ours, but no key of ours made it. */
  | { readonly kind: 'forged' }
  /** No key at hand to verify it with: only when a file is explained. */
  | { readonly kind: 'unverified'; readonly token: string }
  /** We made it, and the event that says what for has not arrived yet. */
  | { readonly kind: 'unknown'; readonly replyKey: string }
  | { readonly kind: 'expired'; readonly replyKey: string }
  | { readonly kind: 'valid'; readonly purpose: 'reply' | 'no-reply'; readonly replyKey: string };

/** What the shell looked up before triage, so that rules need not. */
export interface Facts {
  readonly intent: IntentFact;
  /** Whether From is proven: by the trusted `Authentication-Results`, or because the mailbox trusts From. */
  readonly senderProven: 'proven' | 'not-proven';
  /** Whether From is an address of the person that the token names. */
  readonly senderIsOnRecord: boolean;
  /** Whether this very message was accepted before. */
  readonly alreadyReceived: boolean;
  /** Whether it answers a mail of ours that only told of a reply. Nothing follows, or two machines would write for ever. */
  readonly answersNotice?: boolean;
  /** Whether its own Message-ID is one that we, or a provider for us, gave to a mail of ours. */
  readonly hasOwnMessageId?: boolean;
  /** Whom the mail went to that a report is about, where it quotes one of ours. */
  readonly sentTo?: string;
  /** Whether a report quotes a token of ours for a mail that is not known here yet. */
  readonly awaitsMail?: boolean;
  /** Whether this conversation got as many answers by mail within an hour as people write: more are the work of a loop. */
  readonly isFlooded?: boolean;
  /** The address of the mailbox that is read. */
  readonly ownAddress?: string;
  readonly replyText: string;
  /** Whether it brings files that its sender meant to send: then it says something without a word. */
  readonly hasFiles?: boolean;
}

/** Why a reply cannot be posted; each is due a notice to the person on record. */
export type RejectReason = 'no-reply' | 'expired' | 'encrypted' | 'empty';

/** Why a reply waits for its owner. */
export type HoldReason = 'sender-not-on-record' | 'sender-not-proven' | 'too-many-replies';

export type Verdict =
  | { readonly outcome: 'accept' }
  /** Kept until its owner posts it through a link. */
  | { readonly outcome: 'hold'; readonly because: HoldReason }
  /** Kept, and tried again when more is known. */
  | { readonly outcome: 'wait'; readonly because: string }
  | { readonly outcome: 'record-bounce'; readonly report: DeliveryReport }
  | { readonly outcome: 'record-complaint'; readonly complaint: Complaint }
  | { readonly outcome: 'reject'; readonly reason: RejectReason }
  | { readonly outcome: 'ignore'; readonly because: string };

/** A pure test of one message. `undefined` passes the message on to the next rule. */
export interface Rule {
  readonly name: string;
  check(mail: InboundMail, facts: Facts): Verdict | undefined;
}

/** The last rule decides every message that reaches it. */
export interface FinalRule extends Rule {
  check(mail: InboundMail, facts: Facts): Verdict;
}
