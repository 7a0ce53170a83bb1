import { baseEnvironment } from '@replyline/service-host';

/** Nothing of its own: a database, a broker and who may call. */
export const environment = baseEnvironment;
