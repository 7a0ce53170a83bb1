/** What came with a message and is not its text. */
export interface ReadAttachment {
  readonly filename?: string;
  readonly contentType: string;
  readonly contentDisposition?: string;
  /** RFC 2392: what `cid:` in the HTML names, without angle brackets. */
  readonly cid?: string;
  /** Whether it stands in a multipart/related, beside the HTML that may show it. */
  readonly related?: boolean;
  readonly content: Buffer;
  readonly size: number;
}
