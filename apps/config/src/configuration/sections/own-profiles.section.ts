import { SendingProfileDocument, userProfileId, sendingSettings } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import { Like, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { userSlot } from '../../sending-profiles/profile-slot.js';
import { SendingProfiles } from '../../sending-profiles/sending-profiles.js';
import { StoredSettings } from '../../settings/stored-settings.entity.js';
import { ownProfileItem, type OwnProfileItem } from '../configuration-body.js';
import { at } from '../at.js';
import type { Import, Prepared, Section } from '../section.js';
import { exported } from './exported.js';

const PREFIX = SendingProfileDocument.key(userProfileId(''));

/** The profiles that people set up for themselves. A test mail would go to whoever imports, so they are validated at most. */
@Injectable()
export class OwnProfilesSection implements Section<OwnProfileItem[]> {
  readonly name = 'ownProfiles';
  readonly schema = z.array(ownProfileItem);

  constructor(private readonly profiles: SendingProfiles) {}

  async read(tx: EntityManager) {
    return (await stored(tx)).map(({ document, values }) => ({
      ownerId: ownerOf(document),
      settings: exported(values, sendingSettings),
    }));
  }

  async prepare(
    wanted: OwnProfileItem[],
    { isDryRun, require, userId, prune, authorities }: Import,
  ): Promise<Prepared> {
    const how = { require: isDryRun || require === 'none' ? 'none' : 'validate', userId, authorities } as const;
    const writes: Prepared['write'][] = [];
    for (const [index, { ownerId, settings }] of wanted.entries()) {
      const { write } = await at(`${index}.settings`, () => this.profiles.prepare(userSlot(ownerId), settings, how));
      writes.push(write);
    }
    const named = new Set(wanted.map(({ ownerId }) => ownerId));
    return {
      write: async (tx) => {
        for (const write of writes) await write(tx);
        if (prune) await this.removeAllBut(named, tx);
      },
    };
  }

  private async removeAllBut(named: ReadonlySet<string>, tx: EntityManager): Promise<void> {
    for (const { document, revision } of await stored(tx)) {
      const ownerId = ownerOf(document);
      if (!named.has(ownerId)) await this.profiles.remove(userSlot(ownerId).id, revision, tx);
    }
  }
}

const ownerOf = (document: string): string => document.slice(PREFIX.length);

const stored = (tx: EntityManager): Promise<StoredSettings[]> =>
  tx.find(StoredSettings, { where: { document: Like(`${PREFIX}%`) }, order: { document: 'ASC' } });
