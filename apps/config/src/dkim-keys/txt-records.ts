import { Resolver } from 'node:dns/promises';
import { Failure } from '@replyline/errors';

/** Asks DNS for TXT records: each is the strings that it has. */
export abstract class TxtRecords {
  /** None where there is no such name. Throws `dkim.dns_failed`. */
  abstract of(name: string): Promise<string[][]>;
}

const PATIENCE = { timeout: 2_000, tries: 2 };
const NONE = ['ENODATA', 'ENOTFOUND'];

/** @param servers instead of those of the machine: `8.8.8.8`, `[2001:db8::1]:53`. */
export function txtRecords(servers: readonly string[] = []): TxtRecords {
  return {
    async of(name) {
      // One for each question: a resolver remembers which servers were silent.
      const resolver = new Resolver(PATIENCE);
      if (servers.length > 0) resolver.setServers(servers);
      try {
        return await resolver.resolveTxt(name);
      } catch (error) {
        if (NONE.includes((error as NodeJS.ErrnoException).code ?? '')) return [];
        throw new Failure('dkim.dns_failed');
      }
    },
  };
}
