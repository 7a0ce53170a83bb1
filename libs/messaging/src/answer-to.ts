import type { Msg } from '@nats-io/transport-node';
import type { RequestContract } from '@replyline/contracts';
import { Failure, type Details } from '@replyline/errors';

/** A failure on its way back: by its code. */
export interface Refused {
  readonly code: string;
  readonly details: Details;
}

/** What travels back. */
export type Answered = { readonly answer: unknown } | { readonly failure: Refused };

/**
 * A defect, or an outage, becomes `service.unavailable` for whoever asked: he can do nothing else about it. `tell`
 * hears of it.
 */
export async function answerTo(
  message: Msg,
  request: RequestContract,
  handle: (question: unknown) => Promise<unknown>,
  tell: (error: unknown) => void,
): Promise<Answered> {
  try {
    return { answer: request.answer.parse(await handle(request.question.parse(message.json()))) };
  } catch (error) {
    if (!(error instanceof Failure)) tell(error);
    const { code, details } = error instanceof Failure ? error : new Failure('service.unavailable');
    return { failure: { code, details } };
  }
}
