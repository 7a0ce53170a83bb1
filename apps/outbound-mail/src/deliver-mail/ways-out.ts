import {
  CertificateDocument,
  SendingProfileDocument,
  SYSTEM_PROFILE,
  type Certificate,
  type SendingProfile,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import type { MailProvider } from '@replyline/providers';
import { Injectable } from '@nestjs/common';
import { Openers } from './openers.js';
import { providerOf } from './provider-of.js';

interface WayOut {
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
    private readonly openers: Openers,
  ) {}

  /**
   * Throws `policy.no_sending_profile` or `policy.profile_deleted` when the profile is gone, `seal.not_ours` when its
   * password cannot be opened.
   */
  of(profileId: string): WayOut {
    const profile = this.documents.get(SendingProfileDocument, profileId);
    if (!profile)
      throw new Failure(profileId === SYSTEM_PROFILE ? 'policy.no_sending_profile' : 'policy.profile_deleted');
    const known = this.known.get(profileId);
    const authorities = this.authorities();
    const trust = authorities.map(({ id, revision }) => `${id}@${revision}`).join();
    // The very document: one that was deleted and made anew has the revisions of the former one again.
    if (known?.profile === profile && known.trust === trust) return known;
    // What is being sent the old way comes to its end.
    void known?.provider.close();
    const wayOut = {
      profile,
      trust,
      provider: providerOf(
        profile,
        this.openers,
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
}
