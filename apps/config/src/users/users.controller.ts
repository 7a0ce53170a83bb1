import { Returns, Roles, Tagged, ZodBody, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiBasedOn, BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { FindUsers } from './find-users.js';
import {
  userBody,
  userId,
  userPage,
  userQuery,
  userView,
  type UserBody,
  type UserId,
  type UserQuery,
} from './user-body.js';
import { Users } from './users.js';

@ApiTags('users')
@Controller('v1/users')
@Roles('server-admin', 'service')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly findUsers: FindUsers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Users by name, address, group or role', description: 'In the order of their names.' })
  @Returns(200, userPage, 'One page; `next` leads to the one after.')
  list(@ZodQuery(userQuery) query: UserQuery) {
    return this.findUsers.page(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One user' })
  @Returns(200, userView, 'The user, with his revision as ETag.')
  async read(@ZodParams(userId) { id }: UserId) {
    const user = await this.findUsers.one(id);
    return new Tagged(user.revision, user);
  }

  @Post()
  @Roles('server-admin')
  @ApiOperation({ summary: 'Add a user', description: 'Name and address must not be taken (`request.conflict`).' })
  @Returns(201, userView, 'The new user, with his revision as ETag.')
  async create(@ZodBody(userBody) body: UserBody) {
    const user = await this.users.create(body);
    return new Tagged(user.revision, user);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Add or change the user with this id',
    description: 'The id is the `sub` of his tokens. A first save needs no precondition.',
  })
  @ApiBasedOn()
  @Returns(200, userView, 'The user, with his new revision as ETag.')
  async put(
    @ZodParams(userId) { id }: UserId,
    @ZodBody(userBody) body: UserBody,
    @BasedOn() precondition: Precondition,
  ) {
    const user = await this.users.put(id, body, precondition);
    return new Tagged(user.revision, user);
  }

  @Delete(':id')
  @Roles('server-admin')
  @ApiOperation({ summary: 'Remove a user' })
  @ApiBasedOn()
  @Returns(204, undefined, 'He is gone from the directory.')
  remove(@ZodParams(userId) { id }: UserId, @BasedOn() precondition: Precondition): Promise<void> {
    return this.users.remove(id, precondition);
  }
}
