import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '@replyline/service-host';
import type { Request } from 'express';

/** Who makes the request that is being answered, and from where. */
export interface Trail {
  readonly actor: string | null;
  readonly actorRoles: readonly Role[];
  readonly address: string | null;
  readonly method: string | null;
  readonly route: string | null;
  readonly requestId: string | null;
}

/** What config does by itself: refreshing tokens, saying things again. */
const NOBODY: Trail = { actor: null, actorRoles: [], address: null, method: null, route: null, requestId: null };

interface Known {
  readonly requestId?: string;
  readonly caller?: { readonly userId: string; readonly roles: readonly Role[] };
}

const requests = new AsyncLocalStorage<Request & Known>();

export const whileAnswering = <T>(request: Request, work: () => T): T => requests.run(request, work);

/** Read late, because who calls is known only once his token was checked. */
export function trail(request: (Request & Known) | undefined = requests.getStore()): Trail {
  if (!request) return NOBODY;
  const { caller, requestId = null, method } = request;
  return {
    actor: caller?.userId ?? null,
    actorRoles: caller?.roles ?? [],
    address: request.ip ?? null,
    method,
    route: routeOf(request),
    requestId,
  };
}

/** The pattern and not the URL: what stands in a path may be a person's. */
function routeOf(request: Request): string | null {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? request.baseUrl + path : null;
}
