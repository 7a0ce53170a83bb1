import type { ArgumentsHost } from '@nestjs/common';
import type { Problem } from '@replyline/errors';
import type { Request, Response } from 'express';
import type { Identified } from '../log/request-log.js';
import { wantsYaml, writeYaml, YAML } from '../request/yaml.js';

const PROBLEM_JSON = 'application/problem+json';

/**
 * Answers with a problem (RFC 9457) that no cache keeps, in YAML for who wants that, and the id by which the log knows the
 * request.
 */
export function answerProblem(host: ArgumentsHost, problem: Problem): void {
  const http = host.switchToHttp();
  const { requestId } = http.getRequest<Request & Identified>();
  const response = http.getResponse<Response>();
  response.locals['problemCode'] = problem.code;
  if (response.headersSent) return void response.end();
  // RFC 6750 §3: a refused token is answered with the scheme that is expected.
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (problem.status === 503) response.set('Retry-After', '1');
  response.status(problem.status).set('Cache-Control', 'no-store').vary('Accept');
  const said = { ...problem, ...(requestId && { requestId }) };
  if (wantsYaml(http.getRequest())) response.type(YAML).send(writeYaml(said));
  else response.set('Content-Type', PROBLEM_JSON).send(JSON.stringify(said));
}
