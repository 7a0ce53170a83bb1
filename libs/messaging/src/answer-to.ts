import type { Msg } from '@nats-io/transport-node';
import type { RequestContract } from '@replyline/contracts';
import { Failure, type Details, type ErrorCode } from '@replyline/errors';

/** What travels back: the answer, or the failure by its code. */
export type Answered =
  { readonly answer: unknown } | { readonly failure: { readonly code: ErrorCode; readonly details: Details } };

/** A defect becomes `service.unavailable` for whoever asked: he can do nothing else about it. */
export async function answerTo(
  message: Msg,
  request: RequestContract,
  handle: (question: unknown) => Promise<unknown>,
): Promise<Answered> {
  try {
    return { answer: request.answer.parse(await handle(request.question.parse(message.json()))) };
  } catch (error) {
    const { code, details } = error instanceof Failure ? error : new Failure('service.unavailable');
    return { failure: { code, details } };
  }
}
