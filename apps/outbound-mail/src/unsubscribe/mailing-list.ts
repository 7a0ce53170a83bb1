/**
 * Kinds that a person can unsubscribe from, and the variable that says what he unsubscribes from. Nobody unsubscribes from
 * what is about his own doing, his work or his access: that is not bulk mail.
 */
const TOPIC_VARIABLE: Readonly<Record<string, string>> = { event: 'topic' };

/** What a mail says of the list that it belongs to. */
export interface MailingList {
  readonly topic: string;
  /** RFC 2919, without angle brackets. */
  readonly id: string;
  /** Where its recipient unsubscribes; absent where nobody could reach it. */
  readonly unsubscribeUrl?: string;
  /** What stands in the words of the mail instead: see `way-out.ts`. */
  readonly placeholder?: string;
}

/** What can be unsubscribed from, of a request; `undefined` where nothing can. */
export function topicOf({
  kind,
  variables,
}: {
  readonly kind: string;
  readonly variables: object;
}): string | undefined {
  if (!Object.hasOwn(TOPIC_VARIABLE, kind)) return undefined;
  return (variables as Record<string, string>)[TOPIC_VARIABLE[kind]!];
}

/** The header fields of a list. One click needs HTTPS (RFC 8058 §3.1); a link for people does not. */
export function listFields({ id, unsubscribeUrl }: MailingList): Record<string, string> {
  const fields = { 'List-ID': `<${id}>` };
  if (unsubscribeUrl === undefined) return fields;
  return {
    ...fields,
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    ...(unsubscribeUrl.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}
