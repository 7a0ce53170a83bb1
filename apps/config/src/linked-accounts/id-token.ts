import { mailAddress } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { z } from 'zod';

const claims = z.object({ aud: z.string(), nonce: z.string(), preferred_username: mailAddress });

interface Expected {
  readonly clientId: string;
  readonly nonce: string;
}

/**
 * The login of whoever consented. The token came from Microsoft itself over TLS, so its signature proves nothing more
 * (OpenID Connect Core §3.1.3.7, 6). Throws `account.link_refused` for one that answers another attempt.
 */
export function addressIn(idToken: string | undefined, { clientId, nonce }: Expected): string {
  const read = claims.safeParse(payloadOf(idToken));
  if (!read.success || read.data.aud !== clientId || read.data.nonce !== nonce) {
    throw new Failure('account.link_refused', { reason: 'id_token' });
  }
  return read.data.preferred_username;
}

function payloadOf(token = ''): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
