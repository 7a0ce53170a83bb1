import { ERRORS, type ErrorCode } from '@replyline/errors';
import { ProblemFilter, toFailure } from '@replyline/service-host';
import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { Request, Response } from 'express';
import { incompletePage, laterPage, PAGE_HEADERS } from './held-reply-page.js';

/** A link that a mail program has cut is short of its token, or of half of it, or of its path. */
const PAGES: Partial<Readonly<Record<ErrorCode, () => string>>> = {
  'request.invalid': incompletePage,
  'request.not_found': incompletePage,
  'service.unavailable': laterPage,
};

/** Tells a person in a browser what is wrong with his link; everybody else gets the problem, as everywhere. */
@Catch()
export class HeldReplyPageFilter extends ProblemFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const code = toFailure(error)?.code;
    const page = code && PAGES[code];
    if (!page || !wantsPage(host)) return super.catch(error, host);
    host.switchToHttp().getResponse<Response>().status(ERRORS[code].status).set(PAGE_HEADERS).send(page());
  }
}

/** Who takes anything takes the problem. */
const wantsPage = (host: ArgumentsHost): boolean =>
  host.switchToHttp().getRequest<Request>().accepts(['application/problem+json', 'html']) === 'html';
