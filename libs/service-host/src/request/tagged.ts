import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { etagOf } from './revision.js';

/** An answer with its `ETag`. Return `new Tagged(revision, body)` from a handler; the interceptor does the rest. */
export class Tagged<T> {
  constructor(
    readonly revision: number,
    readonly body: T,
  ) {}
}

/** The same with 201, where nothing was before (RFC 9110 §9.3.4). `@Creates()` tells the document. */
export class Created<T> extends Tagged<T> {}

@Injectable()
export class TaggedInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((answer: unknown) => (answer instanceof Tagged ? tag(response, answer) : answer)));
  }
}

function tag(response: Response, answer: Tagged<unknown>): unknown {
  if (answer instanceof Created) response.status(201);
  response.set('ETag', etagOf(answer.revision));
  return answer.body;
}
