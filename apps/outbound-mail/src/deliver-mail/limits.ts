import { SendingProfileDocument, type SendingProfile } from '@replyline/contracts';
import type { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { LANES } from '../keep-deliveries/lanes.js';
import { Claims, type Claim } from './claims.js';
import { pauseAfter, Pauses } from './pauses.js';
import { periodsOf, Rates, type Counted } from './rates.js';

/** What a profile may send now, over all replicas. A profile without limits costs no question. */
@Injectable()
export class Limits {
  /** What is not in here was never counted, whatever its profile says by now. */
  private readonly counted = new WeakMap<Claim, Counted>();

  constructor(
    private readonly documents: Documents,
    private readonly claims: Claims,
    private readonly rates: Rates,
    private readonly pauses: Pauses,
  ) {}

  /** Those that may be sent now, the more urgent first; the rest goes back to the queue, untried. */
  async within(claims: readonly Claim[]): Promise<Claim[]> {
    const limited = new Map<SendingProfile, Claim[]>();
    const mayGo: Claim[] = [];
    for (const claim of claims) {
      const profile = this.profile(claim.profileId);
      if (profile && periodsOf(profile).length > 0) limited.set(profile, [...(limited.get(profile) ?? []), claim]);
      else mayGo.push(claim);
    }
    for (const [profile, its] of limited) mayGo.push(...(await this.asManyAsMayBe(profile, its)));
    return mayGo;
  }

  /** One that was allowed, and that no server was asked to take: there was no connection for it, or somebody else has it. */
  async giveBack(claim: Claim): Promise<void> {
    const counted = this.counted.get(claim);
    if (counted) await this.rates.giveBack(counted);
  }

  /**
   * One that was tried and that no server has. Servers count what they are asked by the minute, and by the day what
   * they took.
   */
  async notTaken(claim: Claim): Promise<void> {
    const counted = this.counted.get(claim);
    if (counted) await this.rates.giveBack(counted, ['day']);
  }

  /** Pauses the profile when the server asks for it. */
  async heed({ profileId }: Pick<Claim, 'profileId'>, failure: Failure): Promise<void> {
    const profile = this.profile(profileId);
    const pause = profile && pauseAfter(failure, profile);
    if (pause) await this.pauses.pause(profile, pause);
  }

  /** A profile that was changed, or deleted, waits for nothing that was found out before. */
  async lift(profileId: string): Promise<void> {
    await this.pauses.lift(profileId, this.profile(profileId)?.revision);
  }

  private async asManyAsMayBe(profile: SendingProfile, claims: readonly Claim[]): Promise<Claim[]> {
    const byLane = LANES.map((_lane, number) => claims.filter(({ lane }) => lane === number));
    const granted = await this.rates.reserve(
      profile,
      byLane.map(({ length }) => length),
    );
    await this.claims.release(...byLane.flatMap((its, lane) => its.slice(granted.byLane[lane])));
    const mayGo = byLane.flatMap((its, lane) => its.slice(0, granted.byLane[lane]));
    if (granted.at) for (const claim of mayGo) this.counted.set(claim, { profile, at: granted.at });
    return mayGo;
  }

  private profile(id: string): SendingProfile | undefined {
    return this.documents.get(SendingProfileDocument, id);
  }
}
