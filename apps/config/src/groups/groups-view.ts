import { oneLine, role } from '@replyline/contracts';
import { cursorTo, pageOf, pageQuery, uuid } from '@replyline/service-host';
import { z } from 'zod';

const groupName = oneLine(100);

const groupView = z.object({
  name: groupName,
  members: z.int().min(0).describe('How many users are in it.'),
  sharedProfiles: z.array(z.string()).describe('The ids of the shared profiles that name it.'),
});
export type GroupView = z.output<typeof groupView>;
export const groupPage = pageOf(groupView);

const place = z.strictObject({ name: groupName });
export type GroupPlace = z.output<typeof place>;
export const groupQuery = z.object(pageQuery(cursorTo(place)));
export type GroupQuery = z.output<typeof groupQuery>;

export const memberPath = z.object({ name: groupName, userId: uuid });
export type MemberPath = z.output<typeof memberPath>;

const roleView = z.object({ name: role, may: z.string(), members: z.int().min(0) });
export const roleList = z.object({ items: z.array(roleView) });
export type RoleList = z.output<typeof roleList>;
