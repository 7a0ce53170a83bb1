import { AccessTokenV1, linkedAccountDocument, secretBinding } from '@replyline/contracts';
import { Failure, isErrorCode, type ErrorCode } from '@replyline/errors';
import { open, type KeyRing } from '@replyline/sealing';
import type { z } from 'zod';
import type { TokenSource } from './token-source.js';

type Question = z.input<typeof AccessTokenV1.question>;
type Answer = z.output<typeof AccessTokenV1.answer>;

export interface Asker {
  readonly accountId: string;
  readonly service: Question['service'];
  /** Opens what is sealed for the service. */
  readonly ring: KeyRing;
  readonly ask: (question: Question) => Promise<Answer>;
}

/**
 * Access tokens of a linked account, from config, which alone has the means to get them. They come sealed for the service
 * that asks. Throws `account.needs_linking` and the other codes that config refuses with, `seal.not_ours`.
 */
export const linkedAccountTokens =
  ({ accountId, service, ring, ask }: Asker): TokenSource =>
  async (renew) => {
    const answer = await ask({ accountId, service, renew });
    if (answer.outcome === 'refused') throw new Failure(known(answer.code), { accountId, step: 'authentication' });
    const endpoint = { host: 'access-token', port: 0, user: service };
    return open(
      answer.accessToken,
      secretBinding(linkedAccountDocument(accountId), 'accessToken', endpoint, answer.revision),
      ring,
    );
  };

/** A config that is newer may know more codes. */
const known = (code: string): ErrorCode => (isErrorCode(code) ? code : 'service.unavailable');
