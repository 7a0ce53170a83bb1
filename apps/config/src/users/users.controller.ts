import {
  Caller,
  Creates,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  Tagged,
  ZodBody,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { USER } from '../examples.js';
import { FindUsers } from './find-users.js';
import { ForgetUser } from './forget-user.js';
import { userBody, userPage, userQuery, userView, type UserBody, type UserQuery } from './user-body.js';
import { Users } from './users.js';

const ORDINARY_ONLY = 'A service writes ordinary users only: their one role is user, before and after';

@Controller('v1/users')
@Roles('server-admin', 'service')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly findUsers: FindUsers,
    private readonly forgetUser: ForgetUser,
  ) {}

  @Get()
  @Does('List and search users')
  @Returns(200, userPage, 'Users in the order of their names')
  list(@ZodQuery(userQuery) query: UserQuery) {
    return this.findUsers.page(query);
  }

  @Get(':id')
  @Does('Get a user')
  @Returns(200, userView, 'The user; ETag is his revision')
  async read(@ZodParams(idPath) { id }: IdPath) {
    const user = await this.findUsers.one(id);
    return new Tagged(user.revision, user);
  }

  @Post()
  @Does('Add a user')
  @Refuses('request.conflict')
  @Returns(201, userView, `The new user; ETag is his revision. ${ORDINARY_ONLY}`)
  async create(@ZodBody(userBody, USER) body: UserBody, @Caller() { roles }: Caller) {
    const user = await this.users.create({ body, roles });
    return new Tagged(user.revision, user);
  }

  @Put(':id')
  @Does('Add or change a user')
  @Refuses('request.conflict')
  @Creates('The user is new; ETag is his revision')
  @Returns(200, userView, `The user as he is now; ETag is his revision. ${ORDINARY_ONLY}`)
  async put(
    @ZodParams(idPath) { id }: IdPath,
    @ZodBody(userBody, USER) body: UserBody,
    @BasedOn() precondition: Precondition,
    @Caller() { roles }: Caller,
  ) {
    return saved(await this.users.put(id, { body, precondition, roles }));
  }

  @Delete(':id')
  @Does('Delete a user')
  @Roles('server-admin')
  @Returns(204, undefined, 'Gone from the directory, with his own sending profile and his linked account')
  remove(@ZodParams(idPath) { id }: IdPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.forgetUser.now(id, revision);
  }
}
