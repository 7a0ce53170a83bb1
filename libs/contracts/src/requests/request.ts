import type { z } from 'zod';

/** One question and its answer over NATS request/reply, asked of whichever replica is free. */
export interface RequestContract<Q extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  /** The NATS subject. */
  readonly subject: string;
  readonly question: Q;
  readonly answer: A;
}

export const request = <Q extends z.ZodType, A extends z.ZodType>(
  subject: string,
  question: Q,
  answer: A,
): RequestContract<Q, A> => ({ subject, question, answer });
