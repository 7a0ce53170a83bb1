import { z } from 'zod';
import { inAscii } from '../ascii-domain.js';
import { document } from './bucket.js';
import { secretBinding, type SecretBinding } from './secret-binding.js';
import { sealed } from './sending-profile.js';

const LABELS = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** The domain of a From address, in ASCII (RFC 5890). */
export const dkimDomain = z.string().trim().toLowerCase().overwrite(inAscii).max(180).regex(LABELS, 'is not a domain');

/** Names one of the keys of a domain (RFC 6376 §3.1). */
export const dkimSelector = z.string().trim().toLowerCase().max(60).regex(LABELS, 'is not a selector, like r20261121');

/**
 * `settings` → `dkim-key.<id>`: the key that signs the mail of a domain, sealed for outbound-mail. A key that does not
 * sign is not here.
 */
export const DkimKeyDocument = document(
  'settings',
  'dkim-key',
  z.object({
    id: z.uuid(),
    revision: z.int().min(1),
    domain: dkimDomain,
    selector: dkimSelector,
    /** PKCS#8, PEM. */
    privateKey: sealed,
  }),
);
export type DkimKey = z.output<typeof DkimKeyDocument.schema>;

/** A private key is shown to no server: it is bound to the name under which it signs. */
export const dkimBinding = ({ id, domain, selector, revision }: Omit<DkimKey, 'privateKey'>): SecretBinding =>
  secretBinding(DkimKeyDocument.key(id), 'privateKey', { host: domain, port: 0, user: selector }, revision);

/** Where the public half stands in DNS (RFC 6376 §3.6.2.1). */
export const dkimRecordName = ({ domain, selector }: Pick<DkimKey, 'domain' | 'selector'>): string =>
  `${selector}._domainkey.${domain}`;
