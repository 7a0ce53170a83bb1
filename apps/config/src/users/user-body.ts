import { DirectoryUserDocument, role, userFields, userName } from '@replyline/contracts';
import { z } from 'zod';

/** What an admin says about a person. */
export const userBody = userFields.extend({
  roles: userFields.shape.roles.default(['user']),
  groups: userFields.shape.groups.default([]),
});
export type UserBody = z.output<typeof userBody>;

/** A person as the API shows him: the very document of the directory. */
export const userView = DirectoryUserDocument.schema;

export const userId = z.object({ id: z.uuid() });
export type UserId = z.output<typeof userId>;

/** All that is given must hold. Names and groups match whole, addresses whatever their case. */
export const userQuery = z.object({
  name: z.string().max(64).optional(),
  address: z.string().max(254).optional(),
  group: z.string().max(100).optional(),
  role: role.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: userName.optional().describe('The `next` of the page before.'),
});
export type UserQuery = z.output<typeof userQuery>;

export const userPage = z.object({
  users: z.array(userView),
  next: userName.optional().describe('Absent on the last page.'),
});
