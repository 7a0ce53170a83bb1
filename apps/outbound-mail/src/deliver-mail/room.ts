/** How many deliveries of a profile may be taken up. */
export interface ProfileRoom {
  readonly profileId: string;
  readonly room: number;
}

/** How often one more is tried than there was place for. */
const PROBE_MS = 250;
/** A profile that had place for all that came is forgotten after this. */
const FORGET_MS = 60_000;

interface Known {
  most: number;
  refusedAt: number;
  probeAt: number;
}

/**
 * How many deliveries of each profile this process may have under way, learned from refusals: what finds no connection goes
 * back to the queue, and no more is taken up than found one. So a profile that waits for connections holds nothing that
 * others could have.
 */
export class Room {
  private readonly known = new Map<string, Known>();

  /** Nothing more is open to a profile while so many of its deliveries are under way. */
  refused(profileId: string, underWay: number, now: number): void {
    this.known.set(profileId, { most: underWay, refusedAt: now, probeAt: now + PROBE_MS });
  }

  /** Every profile that may not have as many as there is place for in the process. */
  of(underWay: ReadonlyMap<string, number>, now: number): ProfileRoom[] {
    const rooms: ProfileRoom[] = [];
    for (const [profileId, it] of this.known) {
      const busy = underWay.get(profileId) ?? 0;
      it.most = Math.max(it.most, busy);
      if (now - it.refusedAt > FORGET_MS) this.known.delete(profileId);
      else rooms.push({ profileId, room: it.most - busy + this.probe(it, now) });
    }
    return rooms;
  }

  private probe(it: Known, now: number): number {
    if (now < it.probeAt) return 0;
    it.probeAt = now + PROBE_MS;
    return 1;
  }
}
