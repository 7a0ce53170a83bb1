import {
  AccessTokenV1,
  authenticationOf,
  CertificateDocument,
  CLIENT_KEY_ENDPOINT,
  secretBinding,
  secretEndpointsOf,
  SendingProfileDocument,
  type SendingProfile,
  type SendingProfileOf,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { SlotsOf } from '@replyline/leases';
import { Documents, Requester } from '@replyline/messaging';
import { linkedAccountTokens, type Admit, type TokenSource } from '@replyline/providers';
import type { BuiltInOptions } from '@replyline/providers/built-in';
import type { IncomingAccess, SentFolder } from '@replyline/providers/incoming';
import { MOST_REQUESTS, type GraphOptions } from '@replyline/providers/microsoft';
import type { SmtpAccess } from '@replyline/providers/smtp';
import { open } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { Chance } from '../chance.js';
import { Means } from '../means.js';
import { senderOf } from '../render/sender.js';
import { Admissions, graphMailbox, smtpMailbox, smtpServer } from './admissions.js';
import { MailRoutes } from './mail-routes.js';
import { sentFolderOf } from './sent-folder-of.js';

/** config may have to ask Microsoft first. */
const TOKEN_TIMEOUT_MS = 12_000;

/** What it takes to use a profile: its secrets opened, at the last moment, and what this machine adds to it. */
@Injectable()
export class Openers {
  constructor(
    private readonly means: Means,
    private readonly documents: Documents,
    private readonly requester: Requester,
    private readonly chance: Chance,
    private readonly routes: MailRoutes,
    private readonly admissions: Admissions,
  ) {}

  /** Throws `seal.not_ours`, `certificate.unknown`. */
  smtp(profile: SendingProfileOf<'smtp'>, authorities: readonly string[]): SmtpAccess {
    const clientCertificate = this.clientCertificate(profile.clientCertificateId);
    return {
      ...this.common(authorities),
      settings: profile,
      password: this.secret(profile, 'password'),
      clientCertificate,
    };
  }

  relay(profile: SendingProfileOf<'built-in'>, authorities: readonly string[]): SmtpAccess | undefined {
    const { relay, timeoutSeconds } = profile;
    if (!relay) return undefined;
    return {
      ...this.common(authorities),
      settings: { ...relay, timeoutSeconds },
      password: this.secret(profile, 'password'),
    };
  }

  exchange(profile: SendingProfileOf<'microsoft-exchange'>, authorities: readonly string[]): SmtpAccess {
    return { ...this.common(authorities), settings: profile, accessToken: this.accessToken(profile) };
  }

  private accessToken({ accountId, timeoutSeconds }: SendingProfileOf<'microsoft-exchange'>): TokenSource {
    // A trial that waits for a token any longer would be given up by whoever asked for it.
    const timeoutMs = Math.min(TOKEN_TIMEOUT_MS, timeoutSeconds * 1_000);
    const ask = (question: Parameters<typeof AccessTokenV1.question.parse>[0]) =>
      this.requester.ask(AccessTokenV1, AccessTokenV1.question.parse(question), { timeoutMs });
    return linkedAccountTokens({ accountId, service: 'outbound-mail', ring: this.means.secrets, ask });
  }

  /** What to log in to first, with `after-incoming`. */
  incoming(profile: SendingProfileOf<'smtp'>, authorities: readonly string[]): IncomingAccess | undefined {
    const { incoming, timeoutSeconds, verifyCertificate } = profile;
    if (!incoming || authenticationOf(profile) !== 'after-incoming') return undefined;
    const { allowLinkLocal } = this.means;
    const password = this.secret(profile, 'incomingPassword');
    return { server: incoming, password, timeoutSeconds, verifyCertificate, authorities, allowLinkLocal };
  }

  /** Where its server files what it has sent, where it does. */
  sentFolder(
    profile: SendingProfileOf<'smtp' | 'microsoft-exchange'>,
    authorities: readonly string[],
  ): SentFolder | undefined {
    const server = sentFolderOf(profile);
    if (!server) return undefined;
    const { allowLinkLocal } = this.means;
    const { timeoutSeconds, verifyCertificate } = profile;
    const login =
      profile.kind === 'smtp'
        ? { password: this.secret(profile, 'incomingPassword') ?? '' }
        : { accessToken: this.accessToken(profile) };
    return { mailbox: { ...server, ...login, verifyCertificate, authorities, allowLinkLocal }, timeoutSeconds };
  }

  graph(profile: SendingProfileOf<'microsoft-graph'>): GraphOptions {
    const clientSecret = this.secret(profile, 'clientSecret') ?? '';
    const { microsoftBaseUrl: baseUrl } = this.means;
    const maxConnections = this.connections(profile);
    return { ...profile, clientSecret, baseUrl, maxConnections, fromAddress: senderOf(profile).address };
  }

  /** With `soon` for a trial. */
  exchangers(profile: SendingProfileOf<'built-in'>, how: 'to' | 'soon' = 'to'): BuiltInOptions {
    const { timeoutSeconds } = profile;
    const { resolve, port } = this.routes;
    const maxConnections = this.connections(profile);
    const admitTo = (host: string, at: number) =>
      this.admissions[how]({ name: smtpServer({ host, port: at }), most: profile.maxConnections });
    const random = () => this.chance.fraction();
    return { ...this.common([]), timeoutSeconds, maxConnections, admitTo, resolve, port, random };
  }

  /** Leave for connections to whatever counts them: a server, or Microsoft by mailbox. */
  admit(profile: SendingProfile): Admit | undefined {
    const counted = countedAs(profile);
    return counted && this.admissions.to(counted);
  }

  /** The same for a trial. */
  admitSoon(profile: SendingProfile): Admit | undefined {
    const counted = countedAs(profile);
    return counted && this.admissions.soon(counted);
  }

  /** To one server at a time, from this process. */
  connections({ maxConnections }: SendingProfile): number {
    return Math.min(this.means.maxConnections, maxConnections);
  }

  private common(authorities: readonly string[]) {
    const { ehloName, allowLinkLocal } = this.means;
    return { authorities, ehloName, allowLinkLocal };
  }

  private secret(profile: SendingProfile, field: 'password' | 'incomingPassword' | 'clientSecret'): string | undefined {
    const sealed = (profile as Partial<Record<typeof field, string>>)[field];
    const at = secretEndpointsOf(profile)[field];
    if (sealed === undefined || !at) return undefined;
    return open(
      sealed,
      secretBinding(SendingProfileDocument.key(profile.id), field, at, profile.revision),
      this.means.secrets,
    );
  }

  private clientCertificate(id: string | undefined): SmtpAccess['clientCertificate'] {
    if (id === undefined) return undefined;
    const found = this.documents.get(CertificateDocument, id);
    if (found?.kind !== 'client') throw new Failure('certificate.unknown', { certificate: id });
    const binding = secretBinding(CertificateDocument.key(id), 'privateKey', CLIENT_KEY_ENDPOINT, found.revision);
    return { pem: found.pem, privateKey: open(found.privateKey, binding, this.means.secrets) };
  }
}

/** What there may be so many connections to; `undefined` for the built-in server, which has one for each domain. */
function countedAs(profile: SendingProfile): SlotsOf | undefined {
  const { maxConnections: most } = profile;
  switch (profile.kind) {
    case 'smtp':
      return { name: smtpServer(profile), most };
    case 'built-in':
      return profile.relay && { name: smtpServer(profile.relay), most };
    case 'microsoft-exchange':
      return { name: smtpMailbox(profile, profile.user), most };
    case 'microsoft-graph':
      return { name: graphMailbox(profile.clientId, profile.mailbox), most: Math.min(most, MOST_REQUESTS) };
  }
}
