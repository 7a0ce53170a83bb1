import { exchangeMailboxSettings, graphMailboxSettings, imapSettings, type ImapSettings } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { assertCanCarryToken, MAX_LOCAL_PART } from '@replyline/intent';
import { FailureAt } from '@replyline/service-host';
import type { Typed } from '../settings/draft.js';
import type { ImapBody, ReplyMailboxBody } from './reply-mailbox-body.js';

/** RFC 9051 §2.1 and RFC 8314 §7.2. */
const IMAP_PORT = 143;
const IMAPS_PORT = 993;

/** The address of a linked account. Throws `account.unknown` or `account.needs_linking`. */
type AddressOf = (accountId: string) => Promise<string>;

/**
 * What was typed, the settings apart from their secrets. Throws `intent.address_unusable` for an address that cannot
 * carry a reply token; in message-id mode it carries none.
 */
export async function typedSettings(body: ReplyMailboxBody, addressOf: AddressOf): Promise<Typed> {
  switch (body.kind) {
    case 'microsoft-graph':
      return { values: graphMailboxSettings.parse(body), secrets: { clientSecret: body.clientSecret } };
    case 'microsoft-exchange': {
      const user = await addressOf(body.accountId);
      return { values: exchangeMailboxSettings.parse({ ...body, user }), secrets: {} };
    }
    default:
      return { values: imapSettingsOf(body), secrets: { password: body.password } };
  }
}

function imapSettingsOf(body: ImapBody): ImapSettings {
  if (body.trackingMode === 'address') assertUsable(body.replyToAddress);
  const { archive, ...rest } = body;
  const port = body.port ?? (body.encryption === 'implicit-tls' ? IMAPS_PORT : IMAP_PORT);
  return imapSettings.parse({ ...rest, kind: 'imap', port, ...(archive && { archive }) });
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
