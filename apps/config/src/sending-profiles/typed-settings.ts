import {
  authenticationOf,
  builtInSettings,
  exchangeSettings,
  graphSettings,
  smtpSettings,
  type Encryption,
  type IncomingServer,
} from '@replyline/contracts';
import type { Typed } from '../settings/draft.js';
import type { SendingProfileBody } from './sending-profile-body.js';

/** SMTP between servers, submission with STARTTLS (RFC 6409 §3.1), submission over TLS (RFC 8314 §7.3). */
const SMTP_PORT: Record<Encryption, number> = {
  none: 25,
  'starttls-optional': 587,
  'starttls-required': 587,
  'implicit-tls': 465,
};

/** RFC 1939 §3 and RFC 9051 §2.1, with implicit TLS RFC 8314 §7.1 and §7.2. */
const INCOMING_PORT: Record<IncomingServer['protocol'], readonly [plain: number, implicitTls: number]> = {
  pop3: [110, 995],
  imap: [143, 993],
};

/** What a save has to look up: facts that other parts of config keep. */
export interface Facts {
  /** The address of a linked account. Throws `account.unknown`, `account.needs_linking`. */
  addressOf(accountId: string): Promise<string>;
  /** User and password of the reply mailbox. Throws `settings.no_incoming_login`. */
  incomingLogin(): Promise<{ readonly user: string; readonly password: string }>;
}

/** What was typed, the settings apart from their secrets, and everything that was left out filled in. */
export async function typedSettings(body: SendingProfileBody, facts: Facts): Promise<Typed> {
  switch (body.kind) {
    case 'microsoft-graph':
      return { values: graphSettings.parse(body), secrets: { clientSecret: body.clientSecret } };
    case 'microsoft-exchange': {
      const user = await facts.addressOf(body.accountId);
      return { values: exchangeSettings.parse({ ...body, user, fromAddress: user }), secrets: {} };
    }
    case 'built-in': {
      const relay = body.relay && { ...body.relay, port: body.relay.port ?? SMTP_PORT[body.relay.encryption] };
      return { values: builtInSettings.parse({ ...body, relay }), secrets: { password: body.password } };
    }
    default:
      return smtp(body, facts);
  }
}

type SmtpBody = Extract<SendingProfileBody, { kind: 'smtp' }>;

async function smtp(body: SmtpBody, facts: Facts): Promise<Typed> {
  const authentication = authenticationOf(body);
  const login = authentication === 'same-as-incoming' ? await facts.incomingLogin() : undefined;
  const values = smtpSettings.parse({
    ...body,
    authentication,
    port: body.port ?? SMTP_PORT[body.encryption],
    ...(login && { user: login.user }),
    ...(body.incoming && { incoming: { ...body.incoming, port: body.incoming.port ?? incomingPort(body.incoming) } }),
  });
  const password = login?.password ?? body.password;
  return { values, secrets: { password, incomingPassword: body.incomingPassword } };
}

const incomingPort = ({ protocol, encryption }: Pick<IncomingServer, 'protocol' | 'encryption'>): number =>
  INCOMING_PORT[protocol][encryption === 'implicit-tls' ? 1 : 0];
