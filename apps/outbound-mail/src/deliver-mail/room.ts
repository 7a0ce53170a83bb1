/** How many deliveries of a profile may be taken up. */
export interface ProfileRoom {
  readonly profileId: string;
  readonly room: number;
}

/** How often more is tried than there was place for. */
export const PROBE_MS = 250;
/** How much more: so great a part of it, at least one. */
const GROWTH = 0.25;
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

  /** So many of a profile are under way, and none of them waits for a connection. */
  found(profileId: string, underWay: number): void {
    const it = this.known.get(profileId);
    if (it) it.most = Math.max(it.most, underWay);
  }

  /** Every profile that may not have as many as there is place for in the process. */
  of(underWay: ReadonlyMap<string, number>, now: number): ProfileRoom[] {
    const rooms: ProfileRoom[] = [];
    for (const [profileId, it] of this.known) {
      const busy = underWay.get(profileId) ?? 0;
      if (now - it.refusedAt > FORGET_MS) this.known.delete(profileId);
      else rooms.push({ profileId, room: Math.max(it.most - busy, 0) + probe(it, now) });
    }
    return rooms;
  }
}

/** Nobody may have more than `most` under way, whatever else limits him. */
export const atMost = (
  most: number,
  rooms: readonly ProfileRoom[],
  underWay: ReadonlyMap<string, number>,
): ProfileRoom[] => {
  const left = new Map([...underWay].map(([profileId, busy]) => [profileId, Math.max(most - busy, 0)]));
  for (const { profileId, room } of rooms) left.set(profileId, Math.min(room, left.get(profileId) ?? most));
  return [...left].map(([profileId, room]) => ({ profileId, room }));
};

function probe(it: Known, now: number): number {
  if (now < it.probeAt) return 0;
  it.probeAt = now + PROBE_MS;
  return Math.max(1, Math.round(it.most * GROWTH));
}
