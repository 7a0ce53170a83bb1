import { cpus } from 'node:os';
import { configApi } from './config-api.js';
import { demo } from './demo.js';
import { print, type Figure } from './figures.js';
import { footprint } from './footprint.js';
import { inbox } from './inbox/inbox.js';
import { latency } from './latency.js';
import { replies } from './replies/replies.js';
import { endurance } from './send/endurance.js';
import { send } from './send/send.js';
import { history, urgent } from './send/urgent.js';
import { takeover } from './takeover.js';

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  latency,
  footprint,
  demo,
  'config-api': configApi,
  takeover,
  replies,
  inbox,
  send,
  'send-urgent': urgent,
  'send-history': history,
  'send-endurance': endurance,
};
const USAGE = `npm run bench -- NAME…\n\nNAME is one of: ${Object.keys(BENCHES).join(', ')}`;

async function main(names: readonly string[]): Promise<void> {
  if (names.some((name) => name === '-h' || name === '--help')) return console.log(USAGE);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (names.length === 0 || unknown.length > 0) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  console.log(`node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}`);
  for (const name of names) {
    console.log(`\n${name}`);
    print(await BENCHES[name]!());
  }
}

await main(process.argv.slice(2));
