/** One term of reading one mailbox. */
export interface Reading {
  /** See `mailboxKey`. */
  readonly mailbox: string;
  /** The key of its settings, which is the name of the reader's lease too: one reader for each among all replicas. */
  readonly document: string;
  /** Of the lease; every write checks it. */
  readonly epoch: number;
}
