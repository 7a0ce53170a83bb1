import { PageFilter, type Pages } from '@replyline/service-host';
import { Catch } from '@nestjs/common';
import { incompletePage, laterPage } from './held-reply-page.js';

/** A link that a mail program has cut is short of its token, or of half of it, or of its path. */
@Catch()
export class HeldReplyPageFilter extends PageFilter {
  protected override readonly pages: Pages = {
    'request.invalid': incompletePage,
    'request.not_found': incompletePage,
    'service.unavailable': laterPage,
  };
}
