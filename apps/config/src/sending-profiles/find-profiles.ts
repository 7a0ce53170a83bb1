import {
  profileScope,
  SendingProfileDocument,
  SYSTEM_PROFILE,
  userProfileId,
  type SendingProfile,
} from '@replyline/contracts';
import { cursorTo, cutPage, pageQuery, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, In, Like } from 'typeorm';
import { z } from 'zod';
import { SignedDomains } from '../dkim-keys/signed-domains.js';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { profileOf } from './profile-of.js';
import { viewOf, type SendingProfileView } from './sending-profile-view.js';

const idPlace = z.strictObject({ id: z.string().max(60) });
type ProfilePlace = z.output<typeof idPlace>;

export const profileQuery = z.object({
  scope: profileScope.optional(),
  kind: z.enum(['smtp', 'built-in', 'microsoft-graph', 'microsoft-exchange']).optional(),
  ...pageQuery(cursorTo(idPlace)),
});
export type ProfileQuery = z.output<typeof profileQuery>;

const SHARED = `${SendingProfileDocument.key('shared-')}%`;
const PREFIX = SendingProfileDocument.key('');

/** Reads the profiles of every scope. */
@Injectable()
export class FindProfiles {
  constructor(
    private readonly db: DataSource,
    private readonly signedDomains: SignedDomains,
  ) {}

  async page({ limit, cursor, scope, kind }: ProfileQuery): Promise<Page<SendingProfileView>> {
    const select = this.db.manager
      .createQueryBuilder(StoredSettings, 's')
      .where('s.document LIKE :prefix', { prefix: `${PREFIX}%` })
      .orderBy('s.document')
      .limit(limit + 1);
    if (scope) select.andWhere(`coalesce(s.placement->>'scope', 'system') = :scope`, { scope });
    if (kind) select.andWhere(`s."values"->>'kind' = :kind`, { kind });
    if (cursor) select.andWhere('s.document > :after', { after: PREFIX + cursor.id });
    const signed = await this.signedDomains.all();
    const found = (await select.getMany()).map((it) => viewOf(it.document.slice(PREFIX.length), it, signed));
    return cutPage(found, limit, ({ id }) => writeCursor<ProfilePlace>({ id }));
  }

  /** The shared profile that people call so. */
  async sharedNamed(name: string): Promise<{ readonly id: string; readonly revision: number } | undefined> {
    const found = await this.db.manager
      .createQueryBuilder(StoredSettings, 's')
      .where('s.document LIKE :shared', { shared: SHARED })
      .andWhere(`s.placement->>'name' = :name`, { name })
      .getOne();
    return found ? { id: found.document.slice(PREFIX.length), revision: found.revision } : undefined;
  }

  /** Every profile that could ever be chosen for mail of this person, without its secrets. */
  async usableBy(userId: string | undefined): Promise<SendingProfile[]> {
    const ids = [SYSTEM_PROFILE, ...(userId === undefined ? [] : [userProfileId(userId)])];
    const found = await this.db.manager.find(StoredSettings, {
      where: [{ document: In(ids.map(SendingProfileDocument.key)) }, { document: Like(SHARED) }],
      order: { document: 'ASC' },
    });
    return found.map((it) => profileOf(it.document.slice(PREFIX.length), it));
  }
}
