import { imapSettings, port, senderProof, type ImapSettings } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { assertCanCarryToken, MAX_LOCAL_PART } from '@replyline/intent';
import { FailureAt } from '@replyline/service-host';
import { z } from 'zod';
import { CONFIRMATION_DIFFERS, isConfirmed, password, passwordConfirmation } from '../secrets/password.js';

/** RFC 9051 §2.1 and RFC 8314 §7.2. */
const IMAP_PORT = 143;
const IMAPS_PORT = 993;

/** What an admin types. */
export const replyMailboxBody = imapSettings
  .extend({
    kind: z.literal('imap').default('imap'),
    enabled: imapSettings.shape.enabled.default(false),
    port: port.optional().describe('993 with implicit TLS, else 143, where absent.'),
    pollIntervalSeconds: imapSettings.shape.pollIntervalSeconds.default(180),
    senderProof: senderProof.default({ kind: 'none' }),
    password,
    passwordConfirmation,
  })
  .refine(isConfirmed, CONFIRMATION_DIFFERS);

export type ReplyMailboxBody = z.output<typeof replyMailboxBody>;

/**
 * The body without its secret, and with a port. Throws `intent.address_unusable` for an address that cannot carry a
 * reply token; in message-id mode it carries none.
 */
export function imapSettingsOf(body: ReplyMailboxBody): ImapSettings {
  if (body.trackingMode === 'address') assertUsable(body.replyToAddress);
  return imapSettings.parse({ ...body, port: body.port ?? defaultPort(body) });
}

const TOO_LONG = {
  path: 'replyToAddress',
  message: `needs at most ${MAX_LOCAL_PART} characters before the @, without a +`,
};

function assertUsable(address: string): void {
  try {
    assertCanCarryToken(address);
  } catch (error) {
    throw error instanceof Failure ? new FailureAt(error.code, [TOO_LONG]) : error;
  }
}

const defaultPort = ({ encryption }: ReplyMailboxBody): number =>
  encryption === 'implicit-tls' ? IMAPS_PORT : IMAP_PORT;
