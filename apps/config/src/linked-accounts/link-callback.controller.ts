import { ERRORS } from '@replyline/errors';
import { Does, Public, Returns, toFailure, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Logger, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LinkAccounts } from './link-accounts.js';
import { LinkCookie } from './link-cookie.js';
import { failedPage, linkedPage, PAGE_HEADERS } from './linked-page.js';

const text = z.string().max(8_192).optional().catch(undefined);
/** Microsoft adds parameters of its own. */
const query = z.looseObject({ state: text, code: text, error: text });
type Query = z.output<typeof query>;

/** Where Microsoft sends people back to. It answers in pages, for there is a person. */
@Controller('v1/linked-accounts/callback')
@Public()
export class LinkCallbackController {
  private readonly logger = new Logger('LinkedAccounts');

  constructor(
    private readonly linking: LinkAccounts,
    private readonly cookie: LinkCookie,
  ) {}

  @Get()
  @Does('Come back from Microsoft after linking an account')
  @Returns(200, undefined, 'A page that says that the account is linked; where it is not, a page that says what to do')
  async arrive(@ZodQuery(query) query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.set(PAGE_HEADERS);
    try {
      const { address } = await this.linking.finish(query, this.cookie.read(request));
      response.status(200).send(linkedPage(address));
    } catch (error) {
      const { code } = toFailure(error) ?? this.defect(error);
      response.status(ERRORS[code].status).send(failedPage(code));
    }
  }

  /** Logged by us, because a page has the last word here. */
  private defect(error: unknown) {
    this.logger.error({ err: error }, 'linking failed');
    return { code: 'service.unavailable' } as const;
  }
}
