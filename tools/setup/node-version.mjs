import { SetupError } from './step.mjs';

const OLDEST = [20, 19];

/** NestJS 12 is published as ES modules only, which older versions cannot load from CommonJS. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new SetupError(
    `Replyline needs Node ${OLDEST.join('.')} or newer; this is ${version}. Install it from https://nodejs.org`,
  );
}
