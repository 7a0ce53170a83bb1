import { Failure } from '@replyline/errors';
import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { User } from '../users/user.entity.js';
import { folded, type AlternativeSendersBody, type AlternativeSendersView } from './alternative-senders-body.js';
import { StoredSenders } from './alternative-senders.entity.js';

const ID = 'alternative-senders';

interface Save {
  readonly precondition: Precondition;
  readonly userId: string;
}

/** The addresses that all mail to a user may come from instead, one of them assigned to each such user. */
@Injectable()
export class AlternativeSenders {
  constructor(
    private readonly db: DataSource,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  async read(within: EntityManager = this.db.manager): Promise<AlternativeSendersView> {
    return viewOf(await within.findOneBy(StoredSenders, { id: ID }));
  }

  /** Throws `sender.in_use` when an address would go that users have. */
  save(
    { addresses }: AlternativeSendersBody,
    { precondition, userId }: Save,
    within: EntityManager = this.db.manager,
  ): Promise<AlternativeSendersView> {
    return within.transaction(async (tx) => {
      const before = await locked(tx, 'pessimistic_write');
      assertBasedOn(before?.revision, basis(precondition));
      await assertUnused(tx, removed(before?.addresses ?? [], addresses));
      const revision = (before?.revision ?? 0) + 1;
      const after = { id: ID, revision, addresses, savedAt: this.clock.now(), savedBy: userId };
      await write(tx, after);
      await this.announce.changed(tx, { document: ID, revision, fields: ['addresses'] });
      return viewOf(after);
    });
  }

  /**
   * For whoever assigns one to a user, in the transaction that does it: the list stays as it is until then.
   * Throws `sender.not_listed` at `alternativeSender`.
   */
  async assertListed(tx: EntityManager, address: string): Promise<void> {
    const stored = await locked(tx, 'pessimistic_read');
    if (stored?.addresses.some((listed) => folded(listed) === folded(address))) return;
    throw new FailureAt('sender.not_listed', [{ path: 'alternativeSender', message: 'is no alternative sender' }]);
  }
}

const locked = (tx: EntityManager, mode: 'pessimistic_read' | 'pessimistic_write'): Promise<StoredSenders | null> =>
  tx.findOne(StoredSenders, { where: { id: ID }, lock: { mode } });

/** Of two first saves one is there first. */
async function write(tx: EntityManager, after: StoredSenders): Promise<void> {
  if (after.revision > 1) return void (await tx.update(StoredSenders, { id: ID }, after));
  const insert = tx.createQueryBuilder().insert().into(StoredSenders).values(after).orIgnore().returning('id');
  const { raw } = (await insert.execute()) as { raw: unknown[] };
  if (raw.length === 0) throw new Failure('request.precondition_failed');
}

/** Before the first save the empty list is read as revision 0. */
const basis = ({ revision, mustBeNew }: Precondition): Precondition =>
  revision === 0 ? { mustBeNew: true } : { revision, mustBeNew };

function removed(before: readonly string[], after: readonly string[]): string[] {
  const kept = new Set(after.map(folded));
  return before.map(folded).filter((address) => !kept.has(address));
}

async function assertUnused(tx: EntityManager, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return;
  const rows = await tx
    .createQueryBuilder(User, 'u')
    .select('lower(u.alternativeSender)', 'address')
    .addSelect('count(*)::int', 'users')
    .where('lower(u.alternativeSender) IN (:...addresses)', { addresses })
    .groupBy('lower(u.alternativeSender)')
    .orderBy('1')
    .getRawMany<{ address: string; users: number }>();
  if (rows.length === 0) return;
  throw new FailureAt(
    'sender.in_use',
    rows.map(({ address, users }) => ({ path: 'addresses', message: `${address} is assigned to ${counted(users)}` })),
  );
}

const counted = (users: number): string => (users === 1 ? '1 user' : `${users} users`);

const viewOf = (stored: StoredSenders | null): AlternativeSendersView => ({
  addresses: stored?.addresses ?? [],
  revision: stored?.revision ?? 0,
  savedAt: stored?.savedAt.toISOString() ?? null,
  savedBy: stored?.savedBy ?? null,
});
