import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import { makeTemporaryFolder } from '@replyline/local-servers';
import { startStack, type Stack } from '@replyline/tools';
import { residentMb, type Figure } from './figures.js';

const CONNECTIONS = 50;
const SECONDS = 10;
const ENDURANCE_SECONDS = 60;

const READS = ['/v1/sending-profiles/system', '/v1/users?limit=50'];

/** How many reads a second the config API answers, how late the slowest come, and whether it grows meanwhile. */
export async function configApi(): Promise<Figure[]> {
  const dir = makeTemporaryFolder();
  const stack = await startStack({ dir });
  try {
    const figures: Figure[] = [];
    for (const path of READS) figures.push(...(await reading(stack, path)));
    return [...figures, await growth(stack)];
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function reading(stack: Stack, path: string): Promise<Figure[]> {
  // What is compiled at the first requests is not what a service does all day.
  await shoot(stack, path, 3);
  const { latency, requests, errors, non2xx } = await shoot(stack, path, SECONDS);
  if (errors + non2xx > 0) throw new Error(`${errors} errors and ${non2xx} refusals at ${path}`);
  const bare = await bareServer(path, stack);
  return [
    {
      name: `GET ${path}: requests a second, ${CONNECTIONS} connections`,
      samples: [requests.average],
      unit: 'req/s',
      goal: 1_500,
      isMoreBetter: true,
      against: { name: 'a bare node:http server with the same answer', samples: [bare] },
    },
    { name: `GET ${path}: slowest of a hundred`, samples: [latency.p99], unit: 'ms', goal: 80 },
  ];
}

const shoot = (stack: Stack, path: string, duration: number) =>
  autocannon({
    url: stack.service('config').url + path,
    connections: CONNECTIONS,
    duration,
    headers: { authorization: `Bearer ${stack.people.admin.token}` },
  });

/** The same octets from a server that does nothing else, in the same run. */
async function bareServer(path: string, stack: Stack): Promise<number> {
  const headers = { authorization: `Bearer ${stack.people.admin.token}` };
  const body = await (await fetch(stack.service('config').url + path, { headers })).text();
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { requests } = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS });
  server.close();
  return requests.average;
}

/** Of the second half over the first half of a minute under load, after what starting needs. */
async function growth(stack: Stack): Promise<Figure> {
  const { pid } = stack.service('config');
  const sampled: number[] = [];
  const sampler = setInterval(() => sampled.push(residentMb(pid)), 1_000);
  await shoot(stack, READS[0]!, ENDURANCE_SECONDS);
  clearInterval(sampler);
  const [half, warm] = [sampled.slice(ENDURANCE_SECONDS / 2), sampled.slice(10, ENDURANCE_SECONDS / 2)];
  return {
    name: `resident under load for ${ENDURANCE_SECONDS} s, the second half`,
    samples: half,
    unit: 'MB',
    against: { name: 'the first half, after 10 s', samples: warm },
  };
}
