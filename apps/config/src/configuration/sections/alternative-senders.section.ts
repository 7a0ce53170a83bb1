import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { alternativeSendersBody, folded } from '../../alternative-senders/alternative-senders-body.js';
import { AlternativeSenders } from '../../alternative-senders/alternative-senders.js';
import type { Import, Prepared, Section } from '../section.js';

/** New ones come before the users who get them, old ones go when no user has them any more. */
@Injectable()
export class AlternativeSendersSection implements Section<string[]> {
  readonly name = 'alternativeSenders';
  readonly schema = alternativeSendersBody.shape.addresses;

  constructor(private readonly senders: AlternativeSenders) {}

  async read(tx: EntityManager) {
    const { addresses, revision } = await this.senders.read(tx);
    return revision === 0 ? undefined : addresses;
  }

  prepare(wanted: string[], { userId }: Import): Promise<Prepared> {
    const save = async (addresses: string[], tx: EntityManager) => {
      const { revision, addresses: before } = await this.senders.read(tx);
      if (revision > 0 && isSame(before, addresses)) return;
      await this.senders.save({ addresses }, { userId, precondition: { revision, mustBeNew: false } }, tx);
    };
    return Promise.resolve({
      write: async (tx) => save(together((await this.senders.read(tx)).addresses, wanted), tx),
      finish: (tx) => save(wanted, tx),
    });
  }
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The wanted ones in their order and spelling, then what was there beside them. */
function together(before: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(wanted.map(folded));
  return [...wanted, ...before.filter((address) => !known.has(folded(address)))];
}
