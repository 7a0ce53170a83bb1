import type { SendingProfile, SendingProfileOf } from '@replyline/contracts';
import type { MailProvider } from '@replyline/providers';
import { builtInProvider } from '@replyline/providers/built-in';
import { afterIncoming, filing, logInFirst, type SentFolder } from '@replyline/providers/incoming';
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
    const provider = smtpProvider({ ...openers.smtp(profile, authorities), ...limits(profile, openers) });
    const incoming = openers.incoming(profile, authorities);
    const folder = openers.sentFolder(profile, authorities);
    if (!incoming) return withFolder(provider, folder);
    const logIn = (signal: AbortSignal) => logInFirst(incoming, signal);
    return withFolder(afterIncoming(provider, { logIn, now: () => performance.now() }), folder);
  },
  'built-in'(profile, openers, authorities) {
    const relay = openers.relay(profile, authorities);
    return relay
      ? smtpProvider({ ...relay, ...limits(profile, openers) })
      : builtInProvider(openers.exchangers(profile));
  },
  'microsoft-graph': (profile, openers) => graphProvider({ ...openers.graph(profile), ...limits(profile, openers) }),
  'microsoft-exchange': (profile, openers, authorities) =>
    withFolder(
      smtpProvider({ ...openers.exchange(profile, authorities), ...limits(profile, openers) }),
      openers.sentFolder(profile, authorities),
    ),
};

const withFolder = (provider: MailProvider, folder: SentFolder | undefined): MailProvider =>
  folder ? filing(provider, folder) : provider;

const limits = (profile: SendingProfile, openers: Openers) => ({
  maxConnections: openers.connections(profile),
  admit: openers.admit(profile),
});

/** Throws `seal.not_ours` for a secret of somebody else, `certificate.unknown`. */
export const providerOf = (profile: SendingProfile, openers: Openers, authorities: readonly string[]): MailProvider =>
  (CONNECT[profile.kind] as Connect<SendingProfile['kind']>)(profile, openers, authorities);
