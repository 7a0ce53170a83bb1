import type { EntityManager } from 'typeorm';

/** The variable that holds a ring, so that an operator reads the name he has to edit. */
export type RingName = 'OUTBOUND_SECRET_KEYS' | 'INBOUND_SECRET_KEYS' | 'CONFIG_SECRET_KEYS';

/** The secrets of one document, as they are kept. */
export interface Sealed {
  readonly document: string;
  readonly ring: RingName;
  readonly ciphertexts: readonly string[];
}

/** A table that keeps ciphertexts. */
export abstract class SealedSource {
  /** Every document that has a secret. */
  abstract list(db: EntityManager): Promise<Sealed[]>;

  /**
   * Seals every secret of the document with the newest key, as a new revision that its readers get with the commit. A
   * document that is gone by now is left in peace. Throws `seal.not_ours`.
   */
  abstract reseal(tx: EntityManager, document: string): Promise<void>;
}

/** All of them. */
export class SealedSources {
  constructor(readonly all: readonly SealedSource[]) {}
}
