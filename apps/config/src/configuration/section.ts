import type { Role } from '@replyline/contracts';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Login } from '../sending-profiles/incoming-login.js';
import type { Passed } from '../settings/stored-settings.entity.js';

/** Who imports, and how. */
export interface Import {
  readonly userId: string;
  readonly roles: readonly Role[];
  /** What settings that change must pass before anything is written; a dry run tries nothing. */
  readonly require: Passed;
  readonly isDryRun: boolean;
  /** Whether what a list does not name any more goes. */
  readonly prune: boolean;
  /** Of this very import, in PEM: what it tries trusts them already. */
  readonly authorities: readonly string[];
  /** Of the reply mailbox of this very import, where its password is typed. */
  readonly mailboxLogin: Login | undefined;
  /** Whether the system profile of this very import has passed its test. */
  isSendingProven: boolean;
}

/** What an import does once everything that can fail outside of the database has not. */
export interface Prepared {
  readonly write: (tx: EntityManager) => Promise<void>;
  /** Once every section is written, in the same transaction. */
  readonly finish?: (tx: EntityManager) => Promise<void>;
  /** After the commit. */
  readonly afterwards?: () => Promise<void>;
}

/** One part of the configuration, under its own name in the document. */
export interface Section<T = unknown> {
  readonly name: string;
  /** What may be written: what is read, and secrets beside it. */
  readonly schema: z.ZodType<T>;
  /** As it would be written to get what is stored now, without secrets; `undefined` where nothing is. */
  read(tx: EntityManager): Promise<unknown>;
  prepare(wanted: T, how: Import): Promise<Prepared>;
}
