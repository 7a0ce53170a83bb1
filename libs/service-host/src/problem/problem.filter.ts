import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { toProblem, type Problem } from '@replyline/errors';
import type { Request, Response } from 'express';
import type { Identified } from '../log/request-log.js';
import { InvalidRequest } from './invalid-request.js';
import { toFailure } from './to-failure.js';

/** Answers every failure as a problem (RFC 9457). A defect is logged whole and answered without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { requestId } = http.getRequest<Request & Identified>();
    const problem = this.problemOf(error, requestId);
    const response = http.getResponse<Response>();
    if (response.headersSent) return void response.end();
    // RFC 6750 §3: a refused token is answered with the scheme that is expected.
    if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
    if (problem.status === 503) response.set('Retry-After', '1');
    response
      .status(problem.status)
      .set('Content-Type', 'application/problem+json')
      .set('Cache-Control', 'no-store')
      .send(JSON.stringify({ ...problem, ...(requestId && { requestId }) }));
  }

  private problemOf(error: unknown, requestId: string | undefined): Problem {
    const failure = toFailure(error);
    if (!failure) {
      this.log.error({ err: error, requestId }, 'defect');
      return DEFECT;
    }
    if (failure.cause) this.log.warn({ err: failure, requestId }, 'failure');
    return { ...toProblem(failure), ...(failure instanceof InvalidRequest && { errors: failure.errors }) };
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
