import { DirectoryUserDocument, oneLine, role, userFields, userName } from '@replyline/contracts';
import { cursorTo, pageOf, pageQuery } from '@replyline/service-host';
import { z } from 'zod';

/** The contract says which texts are names, for programs; this says it to the admin who typed another one. */
const namePattern = new RegExp(z.toJSONSchema(userName).pattern!);
const NAME =
  'Must be 1 to 64 lower-case letters, digits, dots, dashes and underscores, and begin and end with a letter or a digit';

/** What an admin says about a person. */
export const userBody = userFields.extend({
  name: z.string().regex(namePattern, NAME),
  roles: userFields.shape.roles.default(['user']),
  groups: userFields.shape.groups.default([]),
});
export type UserBody = z.output<typeof userBody>;

/** What a person says about himself: how and when he wants to be written to. */
export const ownBody = userFields.pick({ locale: true, timeZone: true });
export type OwnBody = z.output<typeof ownBody>;

/** A person as the API shows him: the very document of the directory. */
export const userView = DirectoryUserDocument.schema;

const namePlace = z.strictObject({ name: userName });
/** Where a page of users ended: names are unique. */
export type NamePlace = z.output<typeof namePlace>;

/** All that is given must hold. Names and groups match whole, addresses whatever their case. */
export const userQuery = z.object({
  name: oneLine(64).optional(),
  address: oneLine(254).optional(),
  group: oneLine(100).optional(),
  search: oneLine(100).optional().describe('A part of the name, of the display name or of an address, in any case.'),
  role: role.optional(),
  ...pageQuery(cursorTo(namePlace)),
});
export type UserQuery = z.output<typeof userQuery>;

export const userPage = pageOf(userView);
