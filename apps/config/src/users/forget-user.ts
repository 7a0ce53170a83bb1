import { SendingProfileDocument, userProfileId } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { LinkedAccounts } from '../linked-accounts/linked-accounts.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { Users } from './users.js';

/** A user goes with all that is his alone: his server, his linked account and their secrets. */
@Injectable()
export class ForgetUser {
  constructor(
    private readonly db: DataSource,
    private readonly users: Users,
    private readonly profiles: SendingProfiles,
    private readonly accounts: LinkedAccounts,
  ) {}

  /** Throws `request.not_found`, `request.precondition_failed`. */
  async now(id: string, revision: number | undefined, within: EntityManager = this.db.manager): Promise<void> {
    await within.transaction(async (tx) => {
      await this.users.remove(id, revision, tx);
      const profileId = userProfileId(id);
      const profile = await tx.findOneBy(StoredSettings, { document: SendingProfileDocument.key(profileId) });
      if (profile) await this.profiles.remove(profileId, profile.revision, tx);
      await this.accounts.forget(id, tx);
    });
  }
}
