import { linkedAccountDocument, secretBinding } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { open, seal } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { KeyRings } from '../secrets/key-rings.js';
import type { LinkedAccount } from './linked-account.entity.js';
import type { Tokens } from './token-endpoint.js';

/** They are shown to nobody but Microsoft. */
export const tokensBinding = (id: string, revision: number) =>
  secretBinding(linkedAccountDocument(id), 'tokens', { host: 'linked-account', port: 0 }, revision);

const kept = z.object({ accessToken: z.string(), expiresAt: z.coerce.date(), cache: z.string() });

/** Seals tokens for the row that keeps them, and opens them again. */
@Injectable()
export class TokenVault {
  constructor(private readonly rings: KeyRings) {}

  seal({ accessToken, expiresAt, cache }: Tokens, id: string, revision: number): string {
    return seal(JSON.stringify({ accessToken, expiresAt, cache }), tokensBinding(id, revision), this.rings.own);
  }

  /** Throws `account.needs_linking` where there are none any more. */
  open({ id, revision, tokens }: LinkedAccount): Tokens {
    if (tokens === null) throw new Failure('account.needs_linking', { accountId: id });
    return kept.parse(JSON.parse(open(tokens, tokensBinding(id, revision), this.rings.own)));
  }
}
