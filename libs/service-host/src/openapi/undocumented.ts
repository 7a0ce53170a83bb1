import { SetMetadata } from '@nestjs/common';

export const UNDOCUMENTED = 'replyline:undocumented';

/** The routes of this controller are for browsers and stay out of the OpenAPI document. */
export const Undocumented = () => SetMetadata(UNDOCUMENTED, true);
