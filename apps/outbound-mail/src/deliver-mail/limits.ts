import { SendingProfileDocument, type SendingProfile } from '@replyline/contracts';
import type { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { LANES } from '../keep-deliveries/lanes.js';
import { Claims, type Claim } from './claims.js';
import { pauseAfter, Pauses } from './pauses.js';
import { periodsOf, Rates } from './rates.js';

/** What a profile may send now, over all replicas. A profile without limits costs no question. */
@Injectable()
export class Limits {
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

  /** One that was allowed and not sent, because there was no connection for it. */
  async giveBack({ profileId }: Claim): Promise<void> {
    const profile = this.profile(profileId);
    if (profile) await this.rates.giveBack(profile);
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
    await this.claims.release(...byLane.flatMap((its, lane) => its.slice(granted[lane])));
    return byLane.flatMap((its, lane) => its.slice(0, granted[lane]));
  }

  private profile(id: string): SendingProfile | undefined {
    return this.documents.get(SendingProfileDocument, id);
  }
}
