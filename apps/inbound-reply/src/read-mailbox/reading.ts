/** One term of reading one mailbox. */
export interface Reading {
  /** See `mailboxKey`. */
  readonly mailbox: string;
  /** Of the lease; every write checks it. */
  readonly epoch: number;
}

/** One reader among all replicas: there is one reply mailbox. */
export const READER_LEASE = 'reply-mailbox';
