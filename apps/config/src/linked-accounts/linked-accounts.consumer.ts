import { AccessTokenV1, linkedAccountDocument, secretBinding } from '@replyline/contracts';
import { codeOf } from '@replyline/errors';
import { Answer } from '@replyline/messaging';
import { seal } from '@replyline/sealing';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { KeyRings } from '../secrets/key-rings.js';
import { AccessTokens } from './access-tokens.js';

type Question = z.output<typeof AccessTokenV1.question>;

/** Hands out access tokens, each sealed for the service that asks. */
@Controller()
export class LinkedAccountsConsumer {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly rings: KeyRings,
  ) {}

  @Answer(AccessTokenV1)
  async onAccessToken(question: Question): Promise<z.input<typeof AccessTokenV1.answer>> {
    try {
      return await this.answer(question);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'defect') throw error;
      return { outcome: 'refused', code };
    }
  }

  private async answer({ accountId, service, renew }: Question) {
    const { account, tokens } = await this.tokens.of(accountId, renew);
    const endpoint = { host: 'access-token', port: 0, user: service };
    const binding = secretBinding(linkedAccountDocument(accountId), 'accessToken', endpoint, account.revision);
    const ring = service === 'outbound-mail' ? this.rings.outbound : this.rings.inbound;
    return {
      outcome: 'ok' as const,
      accessToken: seal(tokens.accessToken, binding, ring),
      revision: account.revision,
      user: account.address,
      expiresAt: account.accessTokenExpiresAt.toISOString(),
    };
  }
}
