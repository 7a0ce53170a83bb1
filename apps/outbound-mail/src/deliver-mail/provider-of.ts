import type { SendingProfile, SendingProfileOf } from '@replyline/contracts';
import type { MailProvider } from '@replyline/providers';
import { builtInProvider } from '@replyline/providers/built-in';
import { afterIncoming, logInFirst } from '@replyline/providers/incoming';
import { graphProvider } from '@replyline/providers/microsoft';
import { smtpProvider } from '@replyline/providers/smtp';
import type { Openers } from './openers.js';

type Connect<K extends SendingProfile['kind']> = (
  profile: SendingProfileOf<K>,
  openers: Openers,
  authorities: readonly string[],
) => MailProvider;

/** One way out for each kind of profile. */
const CONNECT: { readonly [K in SendingProfile['kind']]: Connect<K> } = {
  smtp(profile, openers, authorities) {
    const maxConnections = openers.connections(profile);
    const provider = smtpProvider({ ...openers.smtp(profile, authorities), maxConnections });
    const incoming = openers.incoming(profile, authorities);
    if (!incoming) return provider;
    return afterIncoming(provider, { logIn: (signal) => logInFirst(incoming, signal), now: () => performance.now() });
  },
  'built-in'(profile, openers, authorities) {
    const relay = openers.relay(profile, authorities);
    const maxConnections = openers.connections(profile);
    return relay ? smtpProvider({ ...relay, maxConnections }) : builtInProvider(openers.exchangers(profile));
  },
  'microsoft-graph': (profile, openers) => graphProvider(openers.graph(profile)),
  'microsoft-exchange': (profile, openers, authorities) =>
    smtpProvider({ ...openers.exchange(profile, authorities), maxConnections: openers.connections(profile) }),
};

/** Throws `seal.not_ours` for a secret of somebody else, `certificate.unknown`. */
export const providerOf = (profile: SendingProfile, openers: Openers, authorities: readonly string[]): MailProvider =>
  (CONNECT[profile.kind] as Connect<SendingProfile['kind']>)(profile, openers, authorities);
