import { SendingProfileDocument, SYSTEM_PROFILE, sendingSettings } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { systemSlot } from '../../sending-profiles/profile-slot.js';
import { sendingProfileBody, type SendingProfileBody } from '../../sending-profiles/sending-profile-body.js';
import { SendingProfiles } from '../../sending-profiles/sending-profiles.js';
import { StoredSettings } from '../../settings/stored-settings.entity.js';
import type { Import, Prepared, Section } from '../section.js';
import { exported } from './exported.js';

@Injectable()
export class SystemProfileSection implements Section<SendingProfileBody> {
  readonly name = 'sendingProfile';
  readonly schema = sendingProfileBody;

  constructor(private readonly profiles: SendingProfiles) {}

  async read(tx: EntityManager) {
    const stored = await tx.findOneBy(StoredSettings, { document: SendingProfileDocument.key(SYSTEM_PROFILE) });
    return stored ? exported(stored.values, sendingSettings) : undefined;
  }

  async prepare(wanted: SendingProfileBody, how: Import): Promise<Prepared> {
    const { isDryRun, require, userId, authorities, mailboxLogin } = how;
    const saving = { require: isDryRun ? ('none' as const) : require, userId, authorities, mailboxLogin };
    const { write, passed } = await this.profiles.prepare(systemSlot, wanted, saving);
    how.isSendingProven = passed === 'test';
    return { write };
  }
}
