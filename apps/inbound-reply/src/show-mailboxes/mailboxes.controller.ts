import { Does, Returns, Roles } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { mailboxesView, type MailboxView } from './mailbox-view.js';
import { ShowMailboxes } from './show-mailboxes.js';

/** How it is with the mailboxes that are read. */
@Controller('v1/mailboxes')
@Roles('server-admin')
export class MailboxesController {
  constructor(private readonly mailboxes: ShowMailboxes) {}

  @Get()
  @Does('List the mailboxes and how they are')
  @Returns(200, mailboxesView, 'Each mailbox that is configured: whether it is read, by whom, and what is left to do')
  async list(): Promise<{ items: MailboxView[] }> {
    return { items: await this.mailboxes.list() };
  }
}
