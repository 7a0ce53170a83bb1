import { createHash, randomBytes } from 'node:crypto';
import { secretBinding } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { open, seal } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../clock.js';
import { KeyRings } from '../secrets/key-rings.js';
import { LinkAttempt } from './link-attempt.entity.js';

/** Enough to log in, with a second factor. */
export const ATTEMPT_MS = 10 * 60_000;

/** Who wants an account, and for whom. */
export interface Wanted {
  /** Null: for the system. */
  readonly ownerId: string | null;
  readonly begunBy: string;
}

/** What the browser takes along. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  /** Stays in the browser as a cookie, so that a link that was sent to somebody else links nothing of his. */
  readonly browser: string;
  readonly expiresAt: Date;
}

export interface Returned extends Wanted {
  readonly verifier: string;
  readonly nonce: string;
}

export const attemptBinding = (stateHash: string) =>
  secretBinding(`link-attempt.${stateHash}`, 'secrets', { host: 'link-attempt', port: 0 }, 1);

const secrets = z.object({ verifier: z.string(), nonce: z.string() });

/** Remembers who went to Microsoft, until he is back, once. */
@Injectable()
export class LinkAttempts {
  constructor(
    private readonly db: DataSource,
    private readonly rings: KeyRings,
    private readonly clock: Clock,
  ) {}

  async begin(wanted: Wanted): Promise<Begun> {
    const [state, nonce, verifier, browser] = [word(), word(), word(), word()];
    const expiresAt = new Date(this.clock.now().getTime() + ATTEMPT_MS);
    const stateHash = hashOf(state);
    const sealed = seal(JSON.stringify({ verifier, nonce }), attemptBinding(stateHash), this.rings.own);
    await this.db.manager.delete(LinkAttempt, { expiresAt: LessThan(this.clock.now()) });
    await this.db.manager.insert(LinkAttempt, {
      ...wanted,
      stateHash,
      browserHash: hashOf(browser),
      secrets: sealed,
      expiresAt,
    });
    return { state, nonce, codeChallenge: hashOf(verifier), browser, expiresAt };
  }

  /** Whatever comes of it, the state is used up. Throws `account.link_expired`. */
  async take(state: string, browser: string): Promise<Returned> {
    const [attempt] = await this.removed(hashOf(state));
    if (!attempt || attempt.expiresAt <= this.clock.now() || attempt.browserHash !== hashOf(browser)) {
      throw new Failure('account.link_expired');
    }
    const { ownerId, begunBy, stateHash } = attempt;
    return {
      ownerId,
      begunBy,
      ...secrets.parse(JSON.parse(open(attempt.secrets, attemptBinding(stateHash), this.rings.own))),
    };
  }

  /** Of two that come at the same moment one gets the row. */
  private async removed(stateHash: string): Promise<LinkAttempt[]> {
    const [rows]: [LinkAttempt[]] = await this.db.query(
      `DELETE FROM link_attempt WHERE state_hash = $1 RETURNING state_hash AS "stateHash", browser_hash AS "browserHash",
         owner_id AS "ownerId", begun_by AS "begunBy", secrets, expires_at AS "expiresAt"`,
      [stateHash],
    );
    return rows;
  }
}

/** 256 bits; also what RFC 7636 §4.1 recommends for a verifier. */
const word = (): string => randomBytes(32).toString('base64url');

/** As S256 of RFC 7636 §4.2. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
