import { Caller, Does, Returns, Roles, Tagged, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get, Put } from '@nestjs/common';
import { userView } from '../users/user-body.js';
import { Users } from '../users/users.js';
import { Groups } from './groups.js';
import { groupPage, groupQuery, memberPath, roleList, type GroupQuery, type MemberPath } from './groups-view.js';

/** The groups that users are in, and the roles that they may have. */
@Controller('v1')
@Roles('server-admin', 'service')
export class GroupsController {
  constructor(
    private readonly groups: Groups,
    private readonly users: Users,
  ) {}

  @Get('groups')
  @Does('List groups')
  @Returns(200, groupPage, 'Groups in the order of their names; whoever is in one: GET /v1/users?group=')
  list(@ZodQuery(groupQuery) query: GroupQuery) {
    return this.groups.page(query);
  }

  @Get('roles')
  @Does('List roles')
  @Returns(200, roleList, 'The roles that there are, and what each may do')
  roles() {
    return this.groups.roles();
  }

  @Put('groups/:name/members/:userId')
  @Does('Put a user into a group')
  @Returns(200, userView, 'The user is in the group, which is made where it is new. Saying it twice changes nothing')
  async join(@ZodParams(memberPath) { name, userId }: MemberPath, @Caller() { roles }: Caller) {
    const user = await this.users.regroup(userId, { roles, regrouped: (groups) => [...new Set([...groups, name])] });
    return new Tagged(user.revision, user);
  }

  @Delete('groups/:name/members/:userId')
  @Does('Take a user out of a group')
  @Returns(200, userView, 'The user is not in the group')
  async leave(@ZodParams(memberPath) { name, userId }: MemberPath, @Caller() { roles }: Caller) {
    const regrouped = (groups: readonly string[]) => groups.filter((it) => it !== name);
    const user = await this.users.regroup(userId, { roles, regrouped });
    return new Tagged(user.revision, user);
  }
}
