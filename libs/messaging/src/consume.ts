import type { EventContract, RequestContract } from '@replyline/contracts';
import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** What the strategy finds on a handler: everything it has to know to feed it. */
export type Extras =
  | { readonly contract: EventContract; readonly durable: string; readonly filter: string }
  | { readonly request: RequestContract };

/** Nest would replace an error by "Internal server error", and the strategy could not tell what to do. */
@Catch()
class KeepTheError implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks a controller method as the consumer of an event: Nest's `EventPattern` plus the durable's name and the
 * contract that the event must meet. `filter` is for a durable of some of them. The method may be called again with the
 * same event: see `Inbox`.
 */
export const Consume = (
  contract: EventContract,
  { durable, filter = contract.filter }: { durable: string; filter?: string },
): MethodDecorator =>
  applyDecorators(
    EventPattern<string>(durable, { contract, durable, filter } satisfies Extras) as MethodDecorator,
    UseFilters(KeepTheError),
  );

/** Marks a controller method as the one that answers a request. A `Failure` travels back to whoever asked. */
export const Answer = (request: RequestContract): MethodDecorator =>
  applyDecorators(
    MessagePattern<string>(request.subject, { request } satisfies Extras) as MethodDecorator,
    UseFilters(KeepTheError),
  );
