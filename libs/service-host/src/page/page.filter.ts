import { Catch, type ArgumentsHost } from '@nestjs/common';
import { ERRORS, type ErrorCode } from '@replyline/errors';
import type { Request, Response } from 'express';
import { ProblemFilter } from '../problem/problem.filter.js';
import { toFailure } from '../problem/to-failure.js';
import { PAGE_HEADERS } from './html-page.js';

/** `languages` are those that the browser asks for, the dearest first (RFC 9110 §12.5.4). */
export type Pages = Partial<Readonly<Record<ErrorCode, (languages: readonly string[]) => string>>>;

/** Tells a person in a browser what is wrong with his link; everybody else gets the problem, as everywhere. */
@Catch()
export abstract class PageFilter extends ProblemFilter {
  /** By the code of the failure. */
  protected abstract readonly pages: Pages;

  override catch(error: unknown, host: ArgumentsHost): void {
    const code = toFailure(error)?.code;
    const page = code && this.pages[code];
    if (!page || !wantsPage(host)) return super.catch(error, host);
    const languages = host.switchToHttp().getRequest<Request>().acceptsLanguages();
    host.switchToHttp().getResponse<Response>().status(ERRORS[code].status).set(PAGE_HEADERS).send(page(languages));
  }
}

/** Who takes anything takes the problem. */
const wantsPage = (host: ArgumentsHost): boolean =>
  host.switchToHttp().getRequest<Request>().accepts(['application/problem+json', 'html']) === 'html';
