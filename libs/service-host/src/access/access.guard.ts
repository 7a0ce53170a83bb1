import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Failure } from '@replyline/errors';
import type { Request } from 'express';
import { PUBLIC, ROLES_NEEDED } from './access-rules.js';
import type { Called, Role } from './caller.js';
import { TokenVerifier } from './token-verifier.js';

/** Every route needs a token unless it says `@Public()`, so that forgetting something closes a door. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly rules: Reflector,
    private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http' || this.ruleOf<boolean>(PUBLIC, context)) return true;
    const request = context.switchToHttp().getRequest<Request & Called>();
    const caller = await this.tokens.callerOf(bearerToken(request.get('authorization')));
    const needed = this.ruleOf<Role[]>(ROLES_NEEDED, context);
    // Also for a request that is refused: who was it?
    request.caller = caller;
    if (needed && !needed.some((role) => caller.roles.includes(role))) throw new Failure('access.denied');
    return true;
  }

  private ruleOf<T>(rule: string, context: ExecutionContext): T | undefined {
    return this.rules.getAllAndOverride<T | undefined>(rule, [context.getHandler(), context.getClass()]);
  }
}

/** RFC 6750 §2.1, the only way in: a token in a URL would end up in logs and histories. */
function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Failure('access.unauthenticated');
  return token;
}
