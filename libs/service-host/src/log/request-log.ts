import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Log } from './log.js';

/** Set by `requestLog` on each request and answered as `X-Request-Id`. */
export interface Identified {
  requestId?: string;
}

const GIVEN_ID = /^[\w-]{8,64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One line a finished request. It names the route and not the URL, because links carry tokens in their paths;
 * of the parameters only UUIDs are kept.
 */
export const requestLog = (log: Log) => (request: Request & Identified, response: Response, next: NextFunction) => {
  const startedAt = performance.now();
  const given = request.get('x-request-id');
  request.requestId = given && GIVEN_ID.test(given) ? given : randomUUID();
  response.set('X-Request-Id', request.requestId);
  response.once('close', () => {
    const route = routeOf(request);
    if (route.startsWith('/health/')) return;
    const level = response.statusCode >= 500 ? 'error' : 'info';
    log[level](
      {
        requestId: request.requestId,
        method: request.method,
        route,
        ids: idsOf(request),
        status: response.statusCode,
        isComplete: response.writableFinished,
        durationMs: Math.round(performance.now() - startedAt),
      },
      'request',
    );
  });
  next();
};

const routeOf = (request: Request): string => {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? request.baseUrl + route.path : '(no route)';
};

const idsOf = (request: Request): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.params ?? {}).filter((entry): entry is [string, string] => UUID.test(String(entry[1]))),
  );
