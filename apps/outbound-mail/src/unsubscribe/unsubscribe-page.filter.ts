import { PageFilter, type Pages } from '@replyline/service-host';
import { Catch } from '@nestjs/common';
import { incompletePage, laterPage } from './unsubscribe-page.js';

@Catch()
export class UnsubscribePageFilter extends PageFilter {
  protected override readonly pages: Pages = {
    'request.invalid': incompletePage,
    'request.not_found': incompletePage,
    'service.unavailable': laterPage,
  };
}
