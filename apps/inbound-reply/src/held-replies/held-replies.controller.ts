import { Does, idPath, type IdPath, PAGE_HEADERS, Public, Returns, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Post, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { HeldReplies, type Outcome } from './held-replies.js';
import type { HeldState } from './held-reply.entity.js';
import { HeldReplyPageFilter } from './held-reply-page.filter.js';
import { heldReplyPage, outcomePage } from './held-reply-page.js';

/** From the mail to the person on record; the link is the whole right. */
const query = z.object({ token: z.string().min(1).max(60) });

type Query = z.output<typeof query>;

/** Where the link in a mail about a held reply leads. GET never posts. */
@Controller('held-replies')
@Public()
@UseFilters(HeldReplyPageFilter)
export class HeldRepliesController {
  constructor(private readonly held: HeldReplies) {}

  @Get(':id')
  @Does('Show a reply that is held')
  @Returns(200, undefined, 'A page that shows the reply and asks')
  async show(@ZodParams(idPath) { id }: IdPath, @ZodQuery(query) { token }: Query, @Res() response: Response) {
    answer(response, heldReplyPage(await this.held.show(id, token), token));
  }

  @Post(':id')
  @Does('Post a reply that is held')
  @Returns(200, undefined, 'A page that says that the reply is posted')
  async post(@ZodParams(idPath) { id }: IdPath, @ZodQuery(query) { token }: Query, @Res() response: Response) {
    answer(response, pageAfter('posted', await this.held.post(id, token)));
  }

  @Post(':id/discard')
  @Does('Discard a reply that is held')
  @Returns(200, undefined, 'A page that says that nothing will be posted')
  async discard(@ZodParams(idPath) { id }: IdPath, @ZodQuery(query) { token }: Query, @Res() response: Response) {
    answer(response, pageAfter('discarded', await this.held.discard(id, token), '../'));
  }
}

const pageAfter = (
  wanted: Exclude<HeldState, 'held'>,
  { before, ...shown }: Outcome,
  toHeldReplies: '' | '../' = '',
): string =>
  before === 'held'
    ? outcomePage(wanted, { ...shown, isNew: true, toHeldReplies })
    : outcomePage(before, { ...shown, toHeldReplies });

function answer(response: Response, page: string): void {
  response.status(200).set(PAGE_HEADERS).send(page);
}
