import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { graphRoot, type MicrosoftAccess } from './access.js';
import { GraphClient } from './graph-client.js';

/** Outlook's longest are 10,080 minutes, and were 4,230 (Graph, subscription resource). */
const LONGEST_MINUTES = 4_230;

export interface Subscription {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Where Graph announces what comes in. */
interface Announcing {
  /** Graph asks there at once whether it is wanted, so it has to answer by then. */
  readonly notificationUrl: string;
  /** Comes with each notification, and proves that Graph sent it. */
  readonly clientState: string;
}

const answer = z.object({ id: z.string().min(1).max(200), expirationDateTime: z.iso.datetime({ offset: true }) });

/** Has the messages that come into the inbox announced. Throws `provider.*`. */
export async function subscribe(
  access: MicrosoftAccess,
  { notificationUrl, clientState }: Announcing,
  signal: AbortSignal,
): Promise<Subscription> {
  const subscription = {
    changeType: 'created',
    resource: `/users/${access.mailbox}/mailFolders('inbox')/messages`,
    ...{ notificationUrl, lifecycleNotificationUrl: notificationUrl, clientState },
    expirationDateTime: longest(),
  };
  const path = `${graphRoot(access)}/subscriptions`;
  return read(await new GraphClient(access).ask({ method: 'POST', path, body: json(subscription), signal }));
}

/** `undefined`: there is no such subscription any more. Throws `provider.*`. */
export async function renew(
  access: MicrosoftAccess,
  id: string,
  signal: AbortSignal,
): Promise<Subscription | undefined> {
  const path = `${graphRoot(access)}/subscriptions/${encodeURIComponent(id)}`;
  const body = json({ expirationDateTime: longest() });
  try {
    return read(await new GraphClient(access).ask({ method: 'PATCH', path, body, signal }));
  } catch (error) {
    if (error instanceof Failure && error.details['replyCode'] === NOT_FOUND) return undefined;
    throw error;
  }
}

const NOT_FOUND = 404;

const longest = (): string => new Date(Date.now() + LONGEST_MINUTES * 60_000).toISOString();
const json = (value: object) => ({ type: 'application/json', text: JSON.stringify(value) }) as const;

function read(answered: unknown): Subscription {
  const found = answer.safeParse(answered);
  if (!found.success) throw new Failure('provider.protocol_error');
  return { id: found.data.id, expiresAt: new Date(found.data.expirationDateTime) };
}
