import { isUtf8 } from 'node:buffer';
import type { RawBodyRequest } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Failure } from '@replyline/errors';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Readiness } from '../health/readiness.js';
import type { Log } from '../log/log.js';
import { requestLog } from '../log/request-log.js';
import { InvalidRequest } from '../problem/invalid-request.js';
import { YAML, YamlText } from '../request/yaml.js';
import { FORMS, TAKES_FORMS } from '../request/takes-forms.js';
import { RequestsInFlight } from '../stop/requests-in-flight.js';

/** `request.too_large` says so too. */
const BODY_LIMIT = '1mb';

/** Everything around the routes: log, protective headers, the limit of a body, no new work while stopping. */
export function configureHttp(app: NestExpressApplication, log: Log, trustedProxies: readonly string[]): void {
  // Who asks stands in the audit. Anybody can write X-Forwarded-For.
  if (trustedProxies.length > 0) app.set('trust proxy', trustedProxies);
  // Entity tags are revisions here; one that Express makes up from the body would be refused in If-Match.
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(requestLog(log));
  // Upgrading requests would break a service that is reached by plain HTTP inside a network.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.use(refuseWhileStopping(app.get(Readiness)));
  app.use(app.get(RequestsInFlight).track);
  app.use(refuseOtherMedia(formsIn(app)));
  app.useBodyParser('text', { type: YAML, limit: BODY_LIMIT });
  app.use(markYaml);
  // The schema of the route refuses `null` and texts, and says so better than a parser that is strict.
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: false });
  app.use(refuseOtherBytes);
}

/** Health is answered to the end: that is where the orchestrator looks. */
const refuseWhileStopping = (readiness: Readiness) => (request: Request, response: Response, next: NextFunction) => {
  if (!readiness.stopping.aborted) return next();
  response.set('Connection', 'close');
  if (request.path.startsWith('/health/')) return next();
  next(new Failure('service.unavailable', { missing: 'stopping' }));
};

const UNREAD = { path: 'header.content-type', message: 'Must be application/json or application/yaml' };

/** A body of another media type would be left unread, and the request taken for one without a body. */
const refuseOtherMedia = (forms: RegExp | undefined) => (request: Request, _response: Response, next: NextFunction) => {
  const isEmpty = !request.get('transfer-encoding') && Number(request.get('content-length') ?? 0) === 0;
  const media = ['application/json', YAML, ...(forms?.test(request.path) ? FORMS : [])];
  next(isEmpty || request.is(media) ? undefined : new InvalidRequest([UNREAD]));
};

const NOT_UTF8 = { path: '(whole)', message: 'The body is not UTF-8' };

/** A parser would make U+FFFD of each byte that is none, and the words of a Latin-1 client would be gone. */
function refuseOtherBytes(request: RawBodyRequest<Request>, _response: Response, next: NextFunction): void {
  const isOther = /charset=(?!"?utf-8)/i.test(request.get('content-type') ?? '');
  next(isOther || !request.rawBody || isUtf8(request.rawBody) ? undefined : new InvalidRequest([NOT_UTF8]));
}

const formsIn = (app: NestExpressApplication): RegExp | undefined =>
  [...app.get(ModulesContainer).values()]
    .map(({ providers }) => providers.get(TAKES_FORMS)?.instance as RegExp | undefined)
    .find((it) => it);

/** Reading it costs more than reading JSON: whoever may send none has it not read. */
function markYaml(request: Request, _response: Response, next: NextFunction): void {
  const { body } = request as { body?: unknown };
  if (typeof body === 'string') request.body = body.trim() === '' ? undefined : new YamlText(body);
  next();
}
