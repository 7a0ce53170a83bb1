import {
  CertificateDocument,
  secretBinding,
  SendingProfileDocument,
  type Certificate,
  type SendingProfile,
  type SendingProfileOf,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import type { MailProvider } from '@replyline/providers';
import { smtpProvider } from '@replyline/providers/smtp';
import { open } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { Means } from '../means.js';

export interface WayOut {
  readonly profile: SendingProfile;
  readonly provider: MailProvider;
  /** Which authorities it trusts. */
  readonly trust: string;
}

/** The provider of each sending profile, as the profile is now: a corrected password counts for mail that waits. */
@Injectable()
export class WaysOut {
  private readonly known = new Map<string, WayOut>();

  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
  ) {}

  /** Throws `policy.no_sending_profile` when the profile is gone, `seal.not_ours` when its password cannot be opened. */
  of(profileId: string): WayOut {
    const profile = this.documents.get(SendingProfileDocument, profileId);
    if (!profile) throw new Failure('policy.no_sending_profile');
    const known = this.known.get(profileId);
    const authorities = this.authorities();
    const trust = authorities.map(({ id, revision }) => `${id}@${revision}`).join();
    if (known?.profile.revision === profile.revision && known.trust === trust) return known;
    // What is being sent the old way comes to its end.
    void known?.provider.close();
    const wayOut = {
      profile,
      trust,
      provider: this.connect(
        profile,
        authorities.map(({ pem }) => pem),
      ),
    };
    this.known.set(profileId, wayOut);
    return wayOut;
  }

  async close(): Promise<void> {
    await Promise.all([...this.known.values()].map(({ provider }) => provider.close()));
  }

  private authorities(): Certificate[] {
    return this.documents.all(CertificateDocument).filter(({ kind }) => kind === 'authority');
  }

  private connect(profile: SendingProfile, authorities: readonly string[]): MailProvider {
    const settings = smtpOnly(profile);
    const { maxConnections, secrets } = this.means;
    return smtpProvider({
      settings,
      authorities,
      password: passwordOf(settings, secrets),
      maxConnections: Math.min(maxConnections, settings.maxConnections),
    });
  }
}

export type SmtpProfile = SendingProfileOf<'smtp'>;

/** Throws `policy.kind_not_sent` for a profile of a kind that this version cannot send through. */
export function smtpOnly(profile: SendingProfile): SmtpProfile {
  if (profile.kind !== 'smtp') throw new Failure('policy.kind_not_sent', { profile: profile.id });
  return profile;
}

/** Throws `seal.not_ours`. */
export function passwordOf(profile: SmtpProfile, secrets: Means['secrets']): string | undefined {
  const { id, password, revision } = profile;
  const binding = secretBinding(SendingProfileDocument.key(id), 'password', profile, revision);
  return password === undefined ? undefined : open(password, binding, secrets);
}
