import { codeOf } from '@replyline/errors';
import { keyIdOf, type KeyRing } from '@replyline/sealing';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeyRings } from '../secrets/key-rings.js';
import type { KeysInUse, RotationReport } from './rotation-view.js';
import { SealedSources, type RingName, type Sealed, type SealedSource } from './sealed-source.js';

type Outcome = 'resealed' | 'alreadyNewest' | 'unopenable';

/** Seals everything with the newest keys, so that the old ones can be dropped. */
@Injectable()
export class RotateSecrets {
  private readonly logger = new Logger('Secrets');

  constructor(
    private readonly db: DataSource,
    private readonly rings: KeyRings,
    private readonly sources: SealedSources,
  ) {}

  /** A second time it finds nothing to do. One that cannot be opened stays as it is and keeps no other one back. */
  async rotate(): Promise<RotationReport> {
    const counts = Object.fromEntries(
      this.named().map(([name, { current }]) => [name, { current, resealed: 0, alreadyNewest: 0, unopenable: 0 }]),
    ) as Record<RingName, Omit<RotationReport['rings'][number], 'ring'>>;
    for (const source of this.sources.all) {
      for (const sealed of await source.list(this.db.manager)) {
        counts[sealed.ring][await this.reseal(source, sealed)] += sealed.ciphertexts.length;
      }
    }
    return { rings: Object.entries(counts).map(([ring, count]) => ({ ring, ...count })) };
  }

  async keysInUse(): Promise<KeysInUse> {
    const lists = await Promise.all(this.sources.all.map((source) => source.list(this.db.manager)));
    const all = lists.flat();
    return {
      rings: this.named().map(([name, ring]) => ({
        ring: name,
        current: ring.current,
        keys: keysOf(
          all.filter((sealed) => sealed.ring === name),
          ring,
        ),
      })),
    };
  }

  private async reseal(source: SealedSource, { document, ring, ciphertexts }: Sealed): Promise<Outcome> {
    const { current } = this.ring(ring);
    if (ciphertexts.every((it) => keyIdOf(it) === current)) return 'alreadyNewest';
    try {
      await this.db.transaction((tx) => source.reseal(tx, document));
      return 'resealed';
    } catch (error) {
      if (codeOf(error) !== 'seal.not_ours') throw error;
      this.logger.warn({ document, ring }, 'a secret cannot be opened and stays as it is');
      return 'unopenable';
    }
  }

  private ring(name: RingName): KeyRing {
    return this.named().find(([it]) => it === name)![1];
  }

  private named(): [RingName, KeyRing][] {
    const { outbound, inbound, own } = this.rings;
    return [
      ['OUTBOUND_SECRET_KEYS', outbound],
      ['INBOUND_SECRET_KEYS', inbound],
      ['CONFIG_SECRET_KEYS', own],
    ];
  }
}

function keysOf(all: readonly Sealed[], ring: KeyRing): KeysInUse['rings'][number]['keys'] {
  const counts = new Map<string, number>();
  for (const id of all.flatMap(({ ciphertexts }) => ciphertexts.map(keyIdOf)))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort().map(([id, secrets]) => ({ id, secrets, isKnown: ring.key(id) !== undefined }));
}
