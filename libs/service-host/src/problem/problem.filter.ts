import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { toProblem, type Problem } from '@replyline/errors';
import type { Request } from 'express';
import type { Identified } from '../log/request-log.js';
import { answerProblem } from './answer-problem.js';
import { FailureAt } from './failure-at.js';
import { toFailure } from './to-failure.js';

/** Answers every failure as a problem (RFC 9457). A defect is logged whole and answered without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const { requestId } = host.switchToHttp().getRequest<Request & Identified>();
    answerProblem(host, this.problemOf(error, requestId));
  }

  private problemOf(error: unknown, requestId: string | undefined): Problem {
    const failure = toFailure(error);
    if (!failure) {
      this.log.error({ err: error, requestId }, 'defect');
      return DEFECT;
    }
    if (failure.cause) this.log.warn({ err: failure, requestId }, 'failure');
    return { ...toProblem(failure), ...(failure instanceof FailureAt && { errors: failure.errors }) };
  }
}

/** RFC 9457 §4.2.1: `about:blank` says no more than the status does. */
const DEFECT: Problem = {
  type: 'about:blank',
  title: 'Something is wrong in this service',
  status: 500,
  code: 'defect',
  detail: 'Give the request id to the operator, whose log names the cause.',
};
