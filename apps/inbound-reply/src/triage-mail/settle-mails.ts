import { ENDS_WHEN_FROZEN } from '@replyline/leases';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { CarryOut } from './carry-out.js';
import type { Decided } from './decide.js';
import type { Examined } from './examine-mail.js';
import type { LookedAt } from './look-at-mail.js';
import { noteFiles } from './note-files.js';
import { isPosted, planOf, type Plan } from './plan.js';
import { recordVerdicts, type Settled } from './record-verdicts.js';
import { rememberTails } from './reply-tail.js';

/** Decides mails that were looked at, does what follows from it, and writes down what they were decided to be. */
@Injectable()
export class SettleMails {
  constructor(
    private readonly carryOut: CarryOut,
    private readonly clock: Clock,
  ) {}

  /** Returns what was not decided, or is not being decided, by another. */
  async settle(tx: EntityManager, mails: readonly LookedAt[]): Promise<Settled[]> {
    const now = this.clock.now();
    const open = await this.lock(tx, mails);
    const plans = mails.filter(({ stored }) => open.has(stored.id)).map((mail) => planOf(mail, now));
    const decided = await this.carryOut.all(tx, plans);
    const settled = plans.map((plan, at) => settledOf(plan, decided[at]!));
    await noteFiles(tx, settled, now);
    await rememberTails(tx, accepted(settled), now);
    await recordVerdicts(tx, settled, now);
    return settled;
  }

  /**
   * The row's lock makes one of several who decide the same mail the one who acts. Nobody waits for it: whoever has it
   * decides, or makes the mail due.
   */
  private async lock(tx: EntityManager, mails: readonly LookedAt[]): Promise<Set<string>> {
    const open: { id: string }[] = await tx.query(
      `SELECT id, ${ENDS_WHEN_FROZEN} FROM inbound_mail WHERE id = ANY($1::uuid[]) AND state <> 'processed'
       ORDER BY id FOR UPDATE SKIP LOCKED`,
      [mails.map(({ stored }) => stored.id)],
    );
    return new Set(open.map(({ id }) => id));
  }
}

const settledOf = ({ stored, examined }: Plan, decided: Decided): Settled => ({
  stored,
  examined,
  decided,
  files: isPosted(decided) ? examined?.files : undefined,
});

const accepted = (settled: readonly Settled[]): Examined[] =>
  settled.flatMap(({ decided, examined }) => (decided.outcome === 'accept' && examined ? [examined] : []));
