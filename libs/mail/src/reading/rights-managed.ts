import { header, type InboundMail } from '../mail.js';

/**
 * What Exchange calls a mail that only its service opens (MS-OXORMMS §2.2.3.1): the text in it tells how to read it
 * elsewhere.
 */
const CLASS = 'rpmsg.message';
/** What holds it. Where a server has opened it on the way, the class may stay. */
const MEDIA_TYPE = 'application/x-microsoft-rpmsg-message';

/** `mediaTypes` are those of its attachments, in lower case. */
export const isRightsManaged = (mail: Pick<InboundMail, 'headers'>, mediaTypes: readonly string[]): boolean =>
  header(mail, 'content-class')?.trim().toLowerCase() === CLASS && mediaTypes.includes(MEDIA_TYPE);
