import { createHmac } from 'node:crypto';
import { idempotencyKeyOf, isUnlikeEveryPost } from '@replyline/service-host';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { KeyRings } from '../secrets/key-rings.js';
import { AnsweredRequests } from './answered-requests.js';

type Called = Request & { readonly caller?: { readonly userId: string } };

/** A POST that names a key is done once, however often it arrives. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: AnsweredRequests,
    private readonly rings: KeyRings,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Called>();
    if (request.method !== 'POST' || !request.caller || isUnlikeEveryPost(context.getHandler())) return next.handle();
    const key = idempotencyKeyOf(request);
    if (key === undefined) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    return from(this.once({ request, response, key, next }));
  }

  private async once({ request, response, key, next }: Work): Promise<unknown> {
    const id = { actor: request.caller!.userId, route: request.path, key };
    const before = await this.requests.begin(id, this.digestOf(request));
    if (before) {
      response.set('Idempotency-Replayed', 'true');
      if (before.etag !== undefined) response.set('ETag', before.etag);
      if (before.status !== undefined) response.status(before.status);
      return before.body;
    }
    const answer = await this.done(id, next);
    const etag = response.get('ETag');
    const { statusCode: status } = response;
    await this.requests.answered(id, { body: answer, status, ...(etag !== undefined && { etag }) });
    return answer;
  }

  /** What failed did nothing and may be tried again; what was done and cannot be noted may not. */
  private async done(id: Parameters<AnsweredRequests['failed']>[0], next: CallHandler): Promise<unknown> {
    try {
      return await lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined });
    } catch (error) {
      await this.requests.failed(id);
      throw error;
    }
  }

  private digestOf({ body, originalUrl }: Request): string {
    const { own } = this.rings;
    const text = JSON.stringify([originalUrl, body ?? null]);
    return createHmac('sha256', own.key(own.current)!).update(text).digest('base64url');
  }
}

interface Work {
  readonly request: Called;
  readonly response: Response;
  readonly key: string;
  readonly next: CallHandler;
}
