import { createRequire } from 'node:module';

/** All packages of the workspace carry one version. */
export const { version: VERSION } = createRequire(import.meta.url)('@replyline/service-host/package.json') as {
  version: string;
};
