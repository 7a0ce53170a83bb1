import type { ModulesContainer } from '@nestjs/core';
import type { Reading } from '../request/described-reader.js';
import { openApiDocument } from './document.js';
import { EVERY_POST, withEveryPost } from './every-post.js';
import { routesIn } from './routes.js';
import { VERSION } from './version.js';

/** The OpenAPI document of an application; nothing of it needs to run. */
export function documentOf(modules: ModulesContainer, title: string): object {
  const providers = [...modules.values()].flatMap((it) => it.providers.get(EVERY_POST) ?? []);
  const reading = providers[0]?.instance as Reading | undefined;
  return openApiDocument({ title, version: VERSION }, withEveryPost(routesIn(modules), reading));
}
