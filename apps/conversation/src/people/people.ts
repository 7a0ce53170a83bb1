import { DirectoryUserDocument, type DirectoryUser } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';

/** Who the users are, as config last said. Works from its own copy while config is down. */
@Injectable()
export class People {
  constructor(private readonly documents: Documents) {}

  find(userId: string): DirectoryUser | undefined {
    return this.documents.get(DirectoryUserDocument, userId);
  }

  /** A token outlives its user by up to its lifetime: somebody who is gone from the directory sees and changes nothing. */
  require(userId: string): DirectoryUser {
    const user = this.find(userId);
    if (user === undefined) throw new Failure('access.denied', { userId });
    return user;
  }

  /** The ids of those whose user name is among `names`, by name. */
  idsOf(names: readonly string[]): Map<string, string> {
    if (names.length === 0) return new Map();
    const wanted = new Set(names);
    const called = this.documents.all(DirectoryUserDocument).filter(({ name }) => wanted.has(name));
    return new Map(called.map(({ name, id }) => [name, id]));
  }
}
