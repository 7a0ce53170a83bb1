/** A message for which the server has taken responsibility. */
export interface AcceptedMail {
  readonly queueId: string;
  /** Without angle brackets; Postfix gives one to a message that has none. */
  readonly messageId: string;
}

/** In the queue (`qmgr`) means that 250 was the answer; `cleanup` alone has only read the header. */
const READ = /postfix\/cleanup\[\d+\]: (\w+): message-id=<?([^>\n]*)>?$/gm;
const QUEUED = /postfix\/qmgr\[\d+\]: (\w+): from=<[^>\n]*>, .*\(queue active\)$/gm;

/** What Postfix has accepted, in the order in which it did, according to its log. */
export function acceptedMail(log: string): AcceptedMail[] {
  const messageIds = new Map([...log.matchAll(READ)].map(([, queueId = '', messageId = '']) => [queueId, messageId]));
  const queued = new Set([...log.matchAll(QUEUED)].map(([, queueId = '']) => queueId));
  return [...queued].flatMap((queueId) => {
    const messageId = messageIds.get(queueId);
    return messageId === undefined ? [] : [{ queueId, messageId }];
  });
}
