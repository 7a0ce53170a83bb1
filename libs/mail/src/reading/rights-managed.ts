import { header, type InboundMail } from '../mail.js';

/** What Exchange calls a mail that only its service opens (MS-OXORMMS §2.2.3.1): the text in it tells how to read it elsewhere. */
const RIGHTS_MANAGED = 'rpmsg.message';

export const isRightsManaged = (mail: Pick<InboundMail, 'headers'>): boolean =>
  header(mail, 'content-class')?.trim().toLowerCase() === RIGHTS_MANAGED;
