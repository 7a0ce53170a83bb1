import type { InboundMail } from '../mail.js';

/** Who reports. People do not write from these addresses, and nobody can be answered at them. */
const POSTMASTERS =
  /^(?:mailer-daemon|mail-daemon|mailerdaemon|maildaemon|postmaster|mdaemon|microsoftexchange[0-9a-f]{10,}|mail\.?(?:delivery|router)|mailsubsystem|bounces?)(?:[-+._@]|$)/;

export const isOfPostmaster = ({ from }: Pick<InboundMail, 'from'>): boolean =>
  from.some(({ address }) => POSTMASTERS.test(address));
