import { createInbox } from '@nats-io/transport-node';
import { answerPrefixOf, type RequestContract } from '@replyline/contracts';
import { Failure, isErrorCode } from '@replyline/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Answered, Refused } from './answer-to.js';
import { SERVICE_NAME } from './dead-letters.js';
import { NatsLink } from './nats-link.js';

/** Asks another service. Only what nobody has to remember: everything else is an event. */
@Injectable()
export class Requester {
  constructor(
    private readonly link: NatsLink,
    @Inject(SERVICE_NAME) private readonly service: string,
  ) {}

  /** Throws the failure that the other side answered with, `service.unavailable` when none answered in time. */
  async ask<Q extends z.ZodType, A extends z.ZodType>(
    contract: RequestContract<Q, A>,
    question: z.input<Q>,
    { timeoutMs }: { timeoutMs: number },
  ): Promise<z.output<A>> {
    const body = JSON.stringify(question);
    const reply = createInbox(answerPrefixOf(this.service, contract));
    const service = contract.subject.split('.', 1)[0]!;
    const message = await this.link.connection
      .request(contract.subject, body, { timeout: timeoutMs, noMux: true, reply })
      .catch((cause: unknown) => {
        throw new Failure('service.unavailable', { service }, { cause });
      });
    const answered = message.json<Answered>();
    if ('failure' in answered) throw failureOf(answered.failure, service);
    return contract.answer.parse(answered.answer);
  }
}

/** While services are replaced one after the other, who answers may be newer and name a code that is not known here. */
const failureOf = ({ code, details }: Refused, service: string): Failure =>
  isErrorCode(code) ? new Failure(code, details) : new Failure('service.unavailable', { service, reason: code });
