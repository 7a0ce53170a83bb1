import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { makeCertificates, type CertificateFlaw, type Certificates } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import pg from 'pg';
import { isDatabaseOutage } from './database-outage.js';

const here = world();

/** What a PostgreSQL does with a client that has asked for TLS. */
type Answer = (client: Socket) => void;

const showing =
  ({ certificateFile, keyFile }: Certificates): Answer =>
  (client) => {
    client.write('S');
    const [cert, key] = [certificateFile, keyFile].map((file) => readFileSync(file));
    new TLSSocket(client, { isServer: true, cert: cert!, key: key! }).on('error', () => client.destroy());
  };

/** What a client hears that trusts one authority, or those that everybody does. */
async function refusal(answer: Answer, authority?: string): Promise<unknown> {
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', () => answer(client));
  });
  here.onEnd(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const trust = authority === undefined ? '' : `&sslrootcert=${authority}`;
  const client = new pg.Client(`postgres://one:secret@localhost:${port}/some?sslmode=verify-full${trust}`);
  return client.connect().then(
    () => 'connected',
    (error: unknown) => error,
  );
}

describe('a PostgreSQL that cannot be reached by TLS is an outage:', () => {
  const certificates = (flaw?: CertificateFlaw) => makeCertificates(`${here.folder()}/certificates`, flaw);

  it.each(['expired', 'self-signed', 'wrong-host'] as const)('its certificate is %s', async (flaw) => {
    const flawed = certificates(flaw);
    expect(isDatabaseOutage(await refusal(showing(flawed), flawed.caFile))).toBe(true);
  });

  it('nobody vouches for its certificate', async () => {
    expect(isDatabaseOutage(await refusal(showing(certificates())))).toBe(true);
  });

  it('it offers no TLS', async () => {
    expect(isDatabaseOutage(await refusal((client) => client.write('N')))).toBe(true);
  });

  it('what it says is no TLS', async () => {
    expect(isDatabaseOutage(await refusal((client) => client.end('Sorry, not today, not today')))).toBe(true);
  });

  it('it hangs up', async () => {
    expect(isDatabaseOutage(await refusal((client) => client.end()))).toBe(true);
  });
});
