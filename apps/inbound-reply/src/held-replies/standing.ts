import { DirectoryUserDocument } from '@replyline/contracts';
import type { Documents } from '@replyline/messaging';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import type { HeldReply, HeldState } from './held-reply.entity.js';

/**
 * As long as an answer counts that waits for its mail in somebody's drafts; a link that works for ever is one that
 * leaks one day.
 */
const LINK_DAYS = 30;
const DAY_MS = 86_400_000;

/** `run-out`: nobody decided in time, or as long as he was there, and nobody can any more. */
export type Standing = HeldState | 'run-out';

export const worksUntil = ({ heldAt }: Pick<HeldReply, 'heldAt'>): Date =>
  new Date(heldAt.getTime() + LINK_DAYS * DAY_MS);

/** Those that were held after it still wait for somebody. */
export const waitsSince = (now: Date): Date => new Date(now.getTime() - LINK_DAYS * DAY_MS);

/** In SQL, of a held reply `h`: its owner may still decide. `since` is the place of `waitsSince`. */
export const isOpen = (since: `$${number}`): string => `h.state = 'held' AND h.held_at > ${since}`;

/** Whether the directory still has the person on record. Nothing is posted for somebody whom it has not: his link has run out. */
export const isInDirectory = (documents: Documents, { userId }: Pick<SentMail, 'userId'>): boolean =>
  documents.get(DirectoryUserDocument, userId) !== undefined;

/** `isKnown`: its owner is still in the directory. */
export const standingOf = (held: Pick<HeldReply, 'state' | 'heldAt'>, now: Date, isKnown: boolean): Standing =>
  held.state === 'held' && (worksUntil(held) <= now || !isKnown) ? 'run-out' : held.state;
