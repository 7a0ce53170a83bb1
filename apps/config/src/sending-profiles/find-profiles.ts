import { profileScope, SendingProfileDocument } from '@replyline/contracts';
import { cursorTo, cutPage, pageQuery, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { viewOf, type SendingProfileView } from './sending-profile-view.js';

const idPlace = z.strictObject({ id: z.string().max(60) });
type ProfilePlace = z.output<typeof idPlace>;

export const profileQuery = z.object({
  scope: profileScope.optional(),
  kind: z.enum(['smtp', 'built-in', 'microsoft-graph', 'microsoft-exchange']).optional(),
  ...pageQuery(cursorTo(idPlace)),
});
export type ProfileQuery = z.output<typeof profileQuery>;

const PREFIX = SendingProfileDocument.key('');

/** Reads the profiles of every scope. */
@Injectable()
export class FindProfiles {
  constructor(private readonly db: DataSource) {}

  async page({ limit, cursor, scope, kind }: ProfileQuery): Promise<Page<SendingProfileView>> {
    const select = this.db.manager
      .createQueryBuilder(StoredSettings, 's')
      .where('s.document LIKE :prefix', { prefix: `${PREFIX}%` })
      .orderBy('s.document')
      .limit(limit + 1);
    if (scope) select.andWhere(`coalesce(s.placement->>'scope', 'system') = :scope`, { scope });
    if (kind) select.andWhere(`s."values"->>'kind' = :kind`, { kind });
    if (cursor) select.andWhere('s.document > :after', { after: PREFIX + cursor.id });
    const found = (await select.getMany()).map((it) => viewOf(it.document.slice(PREFIX.length), it));
    return cutPage(found, limit, ({ id }) => writeCursor<ProfilePlace>({ id }));
  }
}
