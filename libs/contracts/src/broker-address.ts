/** Where a broker is and who logs in to it, as clients of NATS take it. */
export interface BrokerAddress {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly tls?: object;
}

/**
 * Reads `nats://user:password@host:4222,…`: a client takes the servers without the credentials, which are the same for all. Of
 * `tls://` it takes no notice: unless it is told to, it says the password in clear to a server that offers no TLS.
 */
export function brokerAddressOf(servers: string): BrokerAddress {
  const urls = servers.split(',').map((server) => new URL(server.includes('://') ? server : `nats://${server}`));
  const { username, password } = urls[0]!;
  return {
    servers: urls.map(({ protocol, host }) => `${protocol}//${host}`),
    ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    ...(username && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
  };
}
