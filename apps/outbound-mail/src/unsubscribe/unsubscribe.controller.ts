import { Does, PAGE_HEADERS, Public, Returns, ZodParams } from '@replyline/service-host';
import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { askPage, goodbyePage, welcomePage } from './unsubscribe-page.js';
import { UnsubscribePageFilter } from './unsubscribe-page.filter.js';
import { UnsubscribeLinks, type Subject } from './unsubscribe-links.js';

/** The link is the whole right: there is no session (RFC 8058 §3.2). */
const path = z.object({ token: z.string().max(60) });
type Path = z.output<typeof path>;

/** A mail program sends its POST as a form. */
export const FORMS_TO_UNSUBSCRIBE = /^\/unsubscribe\//;

/** Where `List-Unsubscribe` leads. GET changes nothing; POST may come from a person or from his mail program. */
@Controller('unsubscribe')
@Public()
@UseFilters(UnsubscribePageFilter)
export class UnsubscribeController {
  constructor(private readonly links: UnsubscribeLinks) {}

  @Get(':token')
  @Does('Ask whether to unsubscribe')
  @Returns(200, undefined, 'A page that asks, or says that it is done')
  async ask(@ZodParams(path) { token }: Path, @Req() request: Request, @Res() response: Response) {
    const subject = await this.links.show(token);
    const languages = languagesOf(subject, request);
    answer(response, subject.isUnsubscribed ? goodbyePage(subject, languages, token) : askPage(subject, languages));
  }

  @Post(':token')
  @Does('Unsubscribe with one click')
  @Returns(200, undefined, 'A page that says that no more of such mail comes')
  async unsubscribe(@ZodParams(path) { token }: Path, @Req() request: Request, @Res() response: Response) {
    const subject = await this.links.unsubscribe(token);
    answer(response, goodbyePage(subject, languagesOf(subject, request), token));
  }

  @Post(':token/undo')
  @Does('Undo unsubscribing')
  @Returns(200, undefined, 'A page that says that such mail comes again')
  async undo(@ZodParams(path) { token }: Path, @Req() request: Request, @Res() response: Response) {
    const subject = await this.links.subscribeAgain(token);
    answer(response, welcomePage(subject, languagesOf(subject, request)));
  }
}

/** That of the mail, as far as the directory knows its reader; else those that his browser asks for. */
const languagesOf = ({ locale }: Subject, request: Request): string[] => [
  ...(locale === undefined ? [] : [locale]),
  ...request.acceptsLanguages(),
];

function answer(response: Response, page: string): void {
  response.status(200).set(PAGE_HEADERS).send(page);
}
