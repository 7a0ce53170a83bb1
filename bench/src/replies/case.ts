import type { SentMail } from '@replyline/mail';

/** A mail, and what its person wrote. */
export interface ReplyCase {
  readonly name: string;
  readonly mail: {
    readonly text?: string | undefined;
    readonly html?: string | undefined;
    readonly from?: readonly { readonly address: string; readonly name: string }[];
  };
  /** The plain text that a library is given which reads nothing else. */
  readonly plain: string;
  readonly expected: string;
  readonly sent?: SentMail;
}

/** Cases that came together, and what is to be reached on them. */
export interface CaseSet {
  readonly name: string;
  readonly cases: readonly ReplyCase[];
  readonly goal: number;
}

/** As sets of other projects compare: line breaks and spaces say nothing. */
export const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();
