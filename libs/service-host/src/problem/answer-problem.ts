import type { ArgumentsHost } from '@nestjs/common';
import type { Problem } from '@replyline/errors';
import type { Request, Response } from 'express';
import type { Identified } from '../log/request-log.js';

/** Answers with a problem (RFC 9457) that no cache keeps, and the id by which the log knows the request. */
export function answerProblem(host: ArgumentsHost, problem: Problem): void {
  const http = host.switchToHttp();
  const { requestId } = http.getRequest<Request & Identified>();
  const response = http.getResponse<Response>();
  response.locals['problemCode'] = problem.code;
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
