import { randomUUID } from 'node:crypto';
import { graphError, type GraphAnswer } from './graph.js';
import type { Mailboxes } from './mailboxes.js';

/** What a client asks for. */
export interface Wanted {
  readonly resource: string;
  readonly notificationUrl: string;
  readonly clientState?: string;
  readonly expirationDateTime: string;
}

const INBOX = /^\/users\/([^/]+)\/mailFolders\('inbox'\)\/messages$/;

/** Change notifications: whom Graph tells that a mail came. */
export class Subscriptions {
  /** Those that are there, by their id. */
  readonly all = new Map<string, Wanted>();
  /** How often each was renewed. */
  readonly renewals: string[] = [];

  /** Asks the address first whether it is wanted there. */
  async subscribe(wanted: Wanted, mailboxes: Mailboxes): Promise<GraphAnswer> {
    const mailbox = INBOX.exec(wanted.resource)?.[1];
    if (mailbox === undefined || !mailboxes.has(mailbox)) return graphError(400, 'InvalidRequest');
    const token = `Validation: Testing client application reachability ${randomUUID()} <&>`;
    const asked = await fetch(`${wanted.notificationUrl}?validationToken=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    }).catch(() => undefined);
    const isWanted = asked?.status === 200 && /^text\/plain/.test(asked.headers.get('content-type') ?? '');
    if (!isWanted || (await asked.text()) !== token) return graphError(400, 'ValidationError');
    const id = randomUUID();
    this.all.set(id, wanted);
    mailboxes.inboxOf(mailbox).onDelivery(() => void this.tell(mailbox));
    return { status: 201, body: { id, ...wanted, clientState: null } };
  }

  renew(id: string): GraphAnswer {
    const wanted = this.all.get(id);
    if (!wanted) return graphError(404, 'ResourceNotFound');
    this.renewals.push(id);
    return { status: 200, body: { id, ...wanted, clientState: null } };
  }

  private async tell(mailbox: string): Promise<void> {
    for (const [id, { resource, notificationUrl, clientState }] of this.all) {
      if (INBOX.exec(resource)?.[1] !== mailbox) continue;
      const value = [{ subscriptionId: id, clientState, changeType: 'created', resource, tenantId: 'contoso.test' }];
      await fetch(notificationUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value }),
      }).catch(() => undefined);
    }
  }
}
