import { CLOUDS } from './microsoft.js';
import type { MailboxSettings } from './reply-mailbox.js';
import type { Encryption } from './encryption.js';
import type { Endpoint } from './secret-binding.js';
import type { SendingSettings } from './sending-profile.js';

/** Where a secret is shown, and how well protected the way there is. Without `encryption` it is HTTPS. */
export interface Destination extends Endpoint {
  readonly encryption?: Encryption;
  readonly verifyCertificate?: boolean;
}

/**
 * Which fields of settings are secrets, and the endpoint that each one is shown to: it is bound to it. A field whose
 * endpoint is absent has nobody to be shown to, and is not kept.
 */
export function secretEndpointsOf(settings: SendingSettings | MailboxSettings): Readonly<Record<string, Destination>> {
  switch (settings.kind) {
    case 'smtp':
      return {
        ...(settings.user !== undefined && { password: settings }),
        ...(settings.incoming && { incomingPassword: settings.incoming }),
      };
    case 'built-in':
      return settings.relay?.user === undefined ? {} : { password: settings.relay };
    case 'imap':
      return { password: settings };
    case 'microsoft-graph':
      return { clientSecret: entraEndpoint(settings) };
    case 'microsoft-exchange':
      return {};
  }
}

/** Where the secret of an application goes. */
const entraEndpoint = ({
  cloud,
  tenantId,
  clientId,
}: Pick<SendingSettings & { kind: 'microsoft-graph' }, 'cloud' | 'tenantId' | 'clientId'>): Endpoint => ({
  host: CLOUDS[cloud].login,
  port: 443,
  user: `${tenantId}/${clientId}`,
});
