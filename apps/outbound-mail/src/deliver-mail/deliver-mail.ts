import { once, setMaxListeners } from 'node:events';
import { CertificateDocument, SendingProfileDocument } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { Slots } from '@replyline/leases';
import { Documents } from '@replyline/messaging';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Means } from '../means.js';
import { StillWanted } from '../withhold-mail/still-wanted.js';
import { Capacity } from './capacity.js';
import { Claims, type Claim } from './claims.js';
import { endingOf, mayBeTaken } from './ending.js';
import { HandOver } from './hand-over.js';
import { Limits } from './limits.js';
import { quietly } from './quietly.js';
import { Recovery } from './recovery.js';
import { PROBE_MS } from './room.js';
import { Rounds } from './rounds.js';
import { keepsSentMail } from './sent-folder-of.js';
import { SettleDelivery } from './settle-delivery.js';
import { WaysOut } from './ways-out.js';

/** The safety net: mail that became due, or that another replica accepted and could not take up. */
const POLL_MS = 1_000;
/** How soon what a killed process left behind is noticed. */
const RECOVER_MS = 300;
const RENEW_MS = 15_000;
/** What is left of the time to stop is for giving back what was not finished. */
const FINISH_MS = 18_000;

/** For each connection so many deliveries are taken up: one is sent, and two wait for it, or are written down. */
const AHEAD = 3;
/** With fewer the connections would stand still until the next ones are here. */
const ENOUGH = 2;
/** Profiles whose servers do not answer hold up no other one, as long as there are fewer of them. */
const SLOW_PROFILES = 4;
/** Under load one question brings the work of several connections. */
const GATHER_MS = 50;

/** What another certificate may put right: an authority that we trust now, or one of our own. */
const FOR_A_CERTIFICATE: readonly ErrorCode[] = [
  'certificate.unknown',
  'provider.certificate_rejected',
  'provider.certificate_self_signed',
  'provider.tls_failed',
];

/** Sends whatever is due, of each profile about as many at a time as there may be connections. */
@Injectable()
export class DeliverMail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('DeliverMail');
  private readonly underWay = new Map<Claim, Promise<void>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly abort = new AbortController();
  private readonly rounds = new Rounds(() => this.takeSome(), this.logger);

  constructor(
    private readonly claims: Claims,
    private readonly stillWanted: StillWanted,
    private readonly settleDelivery: SettleDelivery,
    private readonly handOver: HandOver,
    private readonly recovery: Recovery,
    private readonly waysOut: WaysOut,
    private readonly limits: Limits,
    private readonly capacity: Capacity,
    private readonly slots: Slots,
    private readonly documents: Documents,
    private readonly means: Means,
  ) {
    setMaxListeners(0, this.abort.signal);
  }

  onApplicationBootstrap(): void {
    this.documents.onChange(SendingProfileDocument, (id) => void this.quietly(() => this.hurry(id)));
    this.documents.onChange(CertificateDocument, () => void this.quietly(() => this.hurryForCertificates()));
    this.every(POLL_MS, () => this.recovery.expire());
    this.every(RECOVER_MS, () => this.recover());
    this.every(RENEW_MS, () => this.claims.renew([...this.underWay.keys()]));
    this.timers.push(setInterval(() => this.wake(), POLL_MS));
    this.wake();
  }

  /** Takes nothing more, lets what is under way come to its end, and gives back the rest. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const taken = this.rounds.end();
    const late = setTimeout(() => this.abort.abort(), FINISH_MS);
    // A claim that is being made may still bring deliveries; they are given back.
    await Promise.race([taken, once(this.abort.signal, 'abort')]);
    await Promise.allSettled(this.underWay.values());
    clearTimeout(late);
    await this.waysOut.close();
    await this.slots.givenBack();
  }

  /**
   * There may be something to send. Cheap, and harmless when there is not. Takes at once when connections could soon
   * stand still.
   */
  wake(isUrgent = false): void {
    if (isUrgent || this.underWay.size <= this.means.maxConnections * ENOUGH) this.rounds.now();
    else this.rounds.within(GATHER_MS);
  }

  /** Asks again only when there was more than fits; whoever finishes wakes us. */
  private async takeSome(): Promise<void> {
    const most = this.means.maxConnections * AHEAD;
    const free = most * SLOW_PROFILES - this.underWay.size;
    if (free <= 0) return;
    const rooms = this.capacity.now(this.underWay.keys(), most);
    // Somebody else may give up a connection at any time, and tells nobody.
    if (rooms.isNarrow) this.rounds.within(PROBE_MS);
    const claims = await this.claims.take(free, rooms.profiles, most, rooms.destinations);
    const { fit, rest } = this.capacity.split(claims, rooms);
    await this.claims.release(...rest);
    for (const claim of await this.limits.within(await this.stillWanted.among(fit))) {
      if (this.rounds.isOver) await this.giveBack(claim);
      else this.begin(claim);
    }
    // Behind what goes to a domain that has enough there may be mail for others.
    if (fit.length > 0 && rooms.destinations.length + rest.length > 0) this.rounds.now();
  }

  private begin(claim: Claim): void {
    const work = this.deliver(claim).finally(() => {
      this.underWay.delete(claim);
      this.wake();
    });
    this.underWay.set(claim, work);
  }

  private async deliver(claim: Claim): Promise<void> {
    const startedAt = performance.now();
    const attempted = await this.handOver.attempt(claim, this.abort.signal);
    const ending = endingOf(attempted, this.isAborted);
    const { result } = attempted;
    if (ending === 'lost') return this.quietly(() => this.limits.giveBack(claim));
    if (ending === 'without-connection') this.capacity.refused(claim, this.underWay.keys());
    else this.capacity.ended(claim, result, this.underWay.keys());
    if (ending !== 'settled') return this.quietly(() => this.giveBack(claim));
    await this.settleDelivery.after({ result, startedAt }, claim, this.abort.signal);
    // Behind a pause that the server may have asked for, so that nobody goes in its place before that is written down.
    if (!mayBeTaken(attempted)) await this.quietly(() => this.limits.notTaken(claim));
  }

  /** Nothing was accepted, so this was no attempt. */
  private async giveBack(claim: Claim): Promise<void> {
    await this.claims.release(claim);
    await this.limits.giveBack(claim);
  }

  private async recover(): Promise<void> {
    const underWay = [...this.underWay.keys()].map(({ id }) => id);
    const searchable = this.documents.all(SendingProfileDocument).filter(keepsSentMail);
    const profileIds = searchable.map(({ id }) => id);
    if ((await this.recovery.recover(underWay, profileIds)) > 0) this.wake();
  }

  /** Somebody has put right what a profile waited for. */
  async hurry(profileId: string | undefined): Promise<void> {
    if (profileId !== undefined) {
      await this.limits.lift(profileId);
      await this.claims.hurry(profileId);
    }
    this.wake();
  }

  private async hurryForCertificates(): Promise<void> {
    await this.claims.hurryAfter(FOR_A_CERTIFICATE);
    this.wake();
  }

  private get isAborted(): boolean {
    return this.abort.signal.aborted;
  }

  private every(periodMs: number, work: () => Promise<void>): void {
    let isRunning = false;
    const run = async () => {
      if (isRunning) return;
      isRunning = true;
      await this.quietly(work);
      isRunning = false;
    };
    this.timers.push(setInterval(() => void run(), periodMs));
    void run();
  }

  private quietly(work: () => Promise<void>): Promise<void> {
    return quietly(this.logger, work);
  }
}
