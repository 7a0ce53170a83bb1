import {
  AccessTokenV1,
  CertificateDocument,
  ReplyMailboxDocument,
  secretBinding,
  secretEndpointsOf,
  type ReplyMailbox,
  type ReplyMailboxOf,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Documents, Requester } from '@replyline/messaging';
import { linkedAccountTokens } from '@replyline/providers';
import type { ImapEndpoint } from '@replyline/providers/imap';
import type { MicrosoftAccess } from '@replyline/providers/microsoft';
import { open, type KeyRing } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';

/** What the environment says about reaching mailboxes. */
export class MailboxMeans {
  constructor(
    /** Opens the secrets of the mailbox. */
    readonly ring: KeyRing,
    readonly allowLinkLocal: boolean,
    /** A stand-in for Microsoft on this machine. */
    readonly microsoftBaseUrl: string | undefined,
  ) {}
}

/** config may have to ask Microsoft first. */
const TOKEN_TIMEOUT_MS = 12_000;
/** How long each answer of Graph may take. */
const GRAPH_TIMEOUT_SECONDS = 10;

type ByImap = ReplyMailboxOf<'imap' | 'microsoft-exchange'>;

/** What it takes to open a mailbox: its secrets opened, at the last moment, and what this machine adds. */
@Injectable()
export class MailboxEndpoints {
  constructor(
    private readonly means: MailboxMeans,
    private readonly documents: Documents,
    private readonly requester: Requester,
  ) {}

  /**
   * Throws `mailbox.password_missing`, or `seal.not_ours` when the ciphertext belongs to another server, user or revision.
   */
  imap(mailbox: ByImap, authorities = this.authorities()): ImapEndpoint {
    const { host, port, encryption, verifyCertificate, user } = mailbox;
    const { allowLinkLocal } = this.means;
    return {
      host,
      port,
      encryption,
      verifyCertificate,
      user,
      authorities,
      allowLinkLocal,
      ...this.credentials(mailbox),
    };
  }

  /** Throws `mailbox.password_missing`, `seal.not_ours`. */
  graph(mailbox: ReplyMailboxOf<'microsoft-graph'>): MicrosoftAccess {
    const { cloud, tenantId, clientId, replyToAddress, clientSecret: sealed } = mailbox;
    const clientSecret = this.opened(mailbox, 'clientSecret', sealed);
    const { microsoftBaseUrl: baseUrl } = this.means;
    const timeoutSeconds = GRAPH_TIMEOUT_SECONDS;
    return { cloud, tenantId, clientId, clientSecret, mailbox: replyToAddress, timeoutSeconds, baseUrl };
  }

  private credentials(mailbox: ByImap) {
    if (mailbox.kind === 'imap') return { password: this.opened(mailbox, 'password', mailbox.password) };
    const { accountId } = mailbox;
    const ask = (question: Parameters<typeof AccessTokenV1.question.parse>[0]) =>
      this.requester.ask(AccessTokenV1, AccessTokenV1.question.parse(question), { timeoutMs: TOKEN_TIMEOUT_MS });
    return { accessToken: linkedAccountTokens({ accountId, service: 'inbound-reply', ring: this.means.ring, ask }) };
  }

  private opened(mailbox: ReplyMailbox, field: string, sealed: string | undefined): string {
    const at = secretEndpointsOf(mailbox)[field];
    if (sealed === undefined || !at) throw new Failure('mailbox.password_missing');
    return open(
      sealed,
      secretBinding(ReplyMailboxDocument.key(mailbox.id), field, at, mailbox.revision),
      this.means.ring,
    );
  }

  /** The uploaded ones, as they are known here. */
  private authorities(): string[] {
    return this.documents.all(CertificateDocument).flatMap((it) => (it.kind === 'authority' ? [it.pem] : []));
  }
}
