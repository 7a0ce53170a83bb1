/** What is known of a person and a topic. */
export interface Known {
  readonly isSubscribed: boolean;
  /** The last change of it; absent where it is from before changes were noted. */
  readonly last?: { readonly what: 'begun' | 'ended'; readonly at: string } | undefined;
}

/** What he said by mail. */
export interface Said {
  readonly what: 'ended' | 'resumed';
  readonly at: string;
}

/**
 * The later change wins, however late it is heard of; at the same moment the right to leave does. Only what was his by
 * subscribing here can end or be taken back: mail that others chose for him does not subscribe him to anything.
 */
export function after(known: Known, { what, at }: Said): Known {
  const { isSubscribed, last } = known;
  const isOvertaken = last !== undefined && new Date(at) < new Date(last.at);
  const wasHis = isSubscribed || last?.what === 'ended';
  if (isOvertaken || !wasHis) return known;
  return { isSubscribed: what === 'resumed', last: { what: what === 'resumed' ? 'begun' : 'ended', at } };
}
