import { SendingProfileDocument } from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import type { Receipt } from '@replyline/providers';
import { Injectable } from '@nestjs/common';
import type { Claim } from './claims.js';
import { destinationOf, Destinations, FIRST, speaksToMany, type DestinationRoom } from './destinations.js';
import { atMost, Room, type ProfileRoom } from './room.js';

/** What may be taken up now. */
interface Rooms {
  readonly profiles: readonly ProfileRoom[];
  readonly destinations: readonly DestinationRoom[];
  /** Whether more may be possible soon although nobody says so. */
  readonly isNarrow: boolean;
}

/** The server of a domain that may hang as long with the next mail, or wants none of us. */
const NO_ANSWER: readonly ErrorCode[] = [
  'provider.timeout',
  'provider.unavailable',
  'provider.service_refused',
  'provider.dns_failed',
];

/** How much this process takes up of each profile and each domain, learned from what became of the last ones. */
@Injectable()
export class Capacity {
  private readonly room = new Room();
  private readonly destinations = new Destinations();

  constructor(private readonly documents: Documents) {}

  /** `most` of a profile, whatever was learned. */
  now(underWay: Iterable<Claim>, most: number): Rooms {
    const now = performance.now();
    const claims = [...underWay];
    const busy = countedBy(claims, ({ profileId }) => profileId);
    const learned = this.room.of(busy, now);
    const destinations = this.destinations.rooms(this.toward(claims), now);
    const isNarrow = learned.length > 0 || destinations.some(({ room }) => room === 0);
    return { profiles: atMost(most, learned, busy), destinations, isNarrow };
  }

  /**
   * Those for which there is room, the more urgent first, because an UPDATE returns its rows in any order; and those for
   * which there is none: of a domain that nobody knew it shows only now.
   */
  split(claims: readonly Claim[], { destinations }: Rooms): { fit: Claim[]; rest: Claim[] } {
    const left = new Map(destinations.map(({ destination, room }) => [destination, room]));
    const fits = (claim: Claim): boolean => {
      const destination = this.destinationOf(claim);
      if (destination === undefined) return true;
      const room = left.get(destination) ?? FIRST;
      left.set(destination, room - 1);
      return room > 0;
    };
    const [fit, rest]: [Claim[], Claim[]] = [[], []];
    const byLane = claims.toSorted((one, other) => one.lane - other.lane);
    for (const claim of byLane) (fits(claim) ? fit : rest).push(claim);
    return { fit, rest };
  }

  /** There was no connection for it; `underWay` still has it. */
  refused(claim: Claim, underWay: Iterable<Claim>): void {
    const now = performance.now();
    const destination = this.destinationOf(claim);
    const others = this.like(claim, underWay) - 1;
    if (destination === undefined) this.room.refused(claim.profileId, others, now);
    else this.destinations.refused(destination, others, now);
  }

  /** It had a connection, or its server was not to be had. `underWay` still has it. */
  ended(claim: Claim, result: Receipt | Failure, underWay: Iterable<Claim>): void {
    const now = performance.now();
    const destination = this.destinationOf(claim);
    const busy = this.like(claim, underWay);
    if (destination === undefined) this.room.found(claim.profileId, busy);
    else if (result instanceof Failure && NO_ANSWER.includes(result.code)) this.destinations.silent(destination, now);
    else this.destinations.answered(destination, busy, now);
  }

  /** How many go the same way, itself among them. */
  private like(claim: Claim, underWay: Iterable<Claim>): number {
    const destination = this.destinationOf(claim);
    const ofProfile = [...underWay].filter(({ profileId }) => profileId === claim.profileId);
    if (destination === undefined) return ofProfile.length;
    return ofProfile.filter((it) => this.destinationOf(it) === destination).length;
  }

  private toward(underWay: Iterable<Claim>): Map<string, number> {
    return countedBy([...underWay], (claim) => this.destinationOf(claim));
  }

  /** `undefined` where one server takes all mail of the profile. */
  private destinationOf({ profileId, mail }: Claim): string | undefined {
    const profile = this.documents.get(SendingProfileDocument, profileId);
    return profile && speaksToMany(profile) ? destinationOf(profileId, mail.to.address) : undefined;
  }
}

function countedBy(claims: readonly Claim[], keyOf: (claim: Claim) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of claims.map(keyOf)) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
