/** What a client wants at this moment. */
export type MicrosoftStep =
  | 'token'
  | 'user'
  | 'inbox'
  | 'find'
  | 'delta'
  | 'value'
  | 'message'
  | 'subscribe'
  | 'renew'
  | 'sendMail'
  | 'draft'
  | 'patch'
  | 'send'
  | 'delete'
  | 'attach'
  | 'uploadSession'
  | 'upload';

/** What happens instead of what would: an error in the words of Graph, or none at all. */
export type MicrosoftBehaviour =
  | {
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
      /** It is done all the same: what answers is something in between. */
      readonly isDone?: boolean;
    }
  /** RFC 6749 §5.2, for tokens. */
  | { readonly status: number; readonly error: string; readonly number: number }
  /** As always, but not before. */
  | { readonly after: Promise<unknown> }
  | { readonly instead: 'silence' | 'close' | 'close-after-accepting' };

export interface MicrosoftMoment {
  readonly step: MicrosoftStep;
  readonly mailbox: string | undefined;
  /** Decoded, below the version of Graph. */
  readonly path: string;
}
export type MicrosoftScript = (moment: MicrosoftMoment) => MicrosoftBehaviour | undefined;
