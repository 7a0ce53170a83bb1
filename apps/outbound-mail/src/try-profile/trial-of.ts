import type { SendingProfile, SendingProfileOf, TestReport } from '@replyline/contracts';
import { tryBuiltIn } from '@replyline/providers/built-in';
import { logInFirst, tryAfterIncoming } from '@replyline/providers/incoming';
import { tryGraph } from '@replyline/providers/microsoft';
import { trySmtp, type Trial } from '@replyline/providers/smtp';
import type { Openers } from '../deliver-mail/openers.js';

/** What is tried, and until when. */
export interface Trying {
  readonly openers: Openers;
  readonly authorities: readonly string[];
  readonly trial: Trial;
  readonly end: AbortSignal;
}

type Try<K extends SendingProfile['kind']> = (profile: SendingProfileOf<K>, trying: Trying) => Promise<TestReport>;

/** Each kind is tried by the code that sends through it. */
const TRY: { readonly [K in SendingProfile['kind']]: Try<K> } = {
  smtp(profile, { openers, authorities, trial, end }) {
    const admit = openers.admitSoon(profile);
    const send = () => trySmtp({ ...openers.smtp(profile, authorities), admit }, trial, end);
    const incoming = openers.incoming(profile, authorities);
    return incoming ? tryAfterIncoming(() => logInFirst(incoming, end), send) : send();
  },
  'built-in'(profile, { openers, authorities, trial, end }) {
    const relay = openers.relay(profile, authorities);
    const admit = openers.admitSoon(profile);
    return relay
      ? trySmtp({ ...relay, admit }, trial, end)
      : tryBuiltIn(openers.exchangers(profile, 'soon'), trial, end);
  },
  'microsoft-graph': (profile, { openers, trial, end }) =>
    tryGraph({ ...openers.graph(profile), admit: openers.admitSoon(profile) }, trial.mail, end),
  'microsoft-exchange': (profile, { openers, authorities, trial, end }) =>
    trySmtp({ ...openers.exchange(profile, authorities), admit: openers.admitSoon(profile) }, trial, end),
};

/** Throws `seal.not_ours`, `certificate.unknown`. */
export const tryOut = (profile: SendingProfile, trying: Trying): Promise<TestReport> =>
  (TRY[profile.kind] as Try<SendingProfile['kind']>)(profile, trying);
