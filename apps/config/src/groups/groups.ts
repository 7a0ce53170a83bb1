import { type Role } from '@replyline/contracts';
import { cutPage, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { GroupPlace, GroupQuery, GroupView, RoleList } from './groups-view.js';

/** What a role is for, in the words of the documentation. */
const MAY: Record<Role, string> = {
  'server-admin': 'Everything: settings, users, certificates, publishers, the audit.',
  user: 'Read and answer, subscribe, and keep an own sending profile.',
  service: 'Write ordinary users into the directory and read them.',
};

/** Groups have no life of their own: a group is there as long as a user is in it or a shared profile names it. */
@Injectable()
export class Groups {
  constructor(private readonly db: DataSource) {}

  async page({ limit, cursor }: GroupQuery): Promise<Page<GroupView>> {
    const found = await this.db.query<GroupView[]>(ALL_GROUPS, [cursor?.name ?? null, limit + 1]);
    return cutPage(found, limit, ({ name }) => writeCursor<GroupPlace>({ name }));
  }

  async roles(): Promise<RoleList> {
    const counted = await this.db.query<{ role: Role; members: number }[]>(MEMBERS_OF_ROLES);
    const members = new Map(counted.map((it) => [it.role, it.members]));
    const names = Object.keys(MAY) as Role[];
    return { items: names.map((name) => ({ name, may: MAY[name], members: members.get(name) ?? 0 })) };
  }
}

/** By code point, so that a page goes on where the last one ended whatever the collation of the database. */
const ALL_GROUPS = `
  WITH named AS (
    SELECT unnest(groups) COLLATE "C" AS name, 1 AS member, NULL AS profile FROM directory_user
    UNION ALL
    SELECT jsonb_array_elements_text(placement->'policy'->'allowedGroups') COLLATE "C", 0,
           substring(document FROM length('sending-profile.') + 1)
    FROM settings WHERE placement->'policy'->'allowedGroups' IS NOT NULL
  )
  SELECT name, sum(member)::int AS members,
         coalesce(array_agg(profile ORDER BY profile) FILTER (WHERE profile IS NOT NULL), '{}') AS "sharedProfiles"
  FROM named WHERE $1::text IS NULL OR name > $1 COLLATE "C"
  GROUP BY name ORDER BY name LIMIT $2`;

const MEMBERS_OF_ROLES = 'SELECT unnest(roles) AS role, count(*)::int AS members FROM directory_user GROUP BY 1';
