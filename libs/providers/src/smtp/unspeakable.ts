import { Failure } from '@replyline/errors';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { OutboundMail } from '../provider.js';

/** RFC 6531 §3.2: the server takes no address outside of ASCII. */
const NOT_ASCII_HERE = '5.6.7';

/** Why a mail cannot be told a server with these extensions: nodemailer would say an address to it that it has no words for. */
export function unspeakableIn(
  { reversePath, forwardPath }: Pick<OutboundMail, 'reversePath' | 'forwardPath'>,
  extensions: readonly string[],
): Failure | undefined {
  if (extensions.includes('SMTPUTF8')) return undefined;
  const enhancedCode = NOT_ASCII_HERE;
  if (!isAscii(forwardPath)) return new Failure('provider.recipient_refused', { step: 'recipient', enhancedCode });
  if (!isAscii(reversePath ?? '')) return new Failure('provider.sender_refused', { step: 'sender', enhancedCode });
  return undefined;
}

const isAscii = (address: string): boolean => /^[\x20-\x7e]*$/.test(address);

/** What the server has said of itself. The types of nodemailer leave it out. */
export function extensionsOf(connection: SMTPConnection): readonly string[] {
  return (connection as unknown as { readonly _supportedExtensions: string[] })._supportedExtensions;
}
