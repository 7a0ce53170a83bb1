import type { SendingProfile } from '@replyline/contracts';

/** A domain that nobody has tried yet gets so many at a time, and one more with each answer (Postfix does the same). */
export const FIRST = 5;
/** A server that said nothing in time is asked by one mail at a time until it answers. */
const SILENT = 1;
/** How soon one more is tried than there was place for: at first, and at the latest. */
const PROBE_MS = 250;
const LONGEST_PROBE_MS = 4_000;
/** What nothing was sent to for so long is forgotten. */
const FORGET_MS = 60_000;

/** How many deliveries to a destination may be taken up. */
export interface DestinationRoom {
  readonly destination: string;
  readonly room: number;
}

interface Known {
  readonly most: number;
  readonly usedAt: number;
  /** Absent where no connection was refused: it grows by itself. */
  readonly probe?: { readonly everyMs: number; readonly at: number };
}

/** The built-in server has a server for each domain; everybody else has one for all mail. */
export const speaksToMany = (profile: SendingProfile): boolean => profile.kind === 'built-in' && !profile.relay;

/** As `claim-query.ts` calls it too. */
export const destinationOf = (profileId: string, address: string): string =>
  `${profileId} ${address.slice(address.lastIndexOf('@') + 1).toLowerCase()}`;

/** A domain has no space. */
export const profileOf = (destination: string): string => destination.slice(0, destination.lastIndexOf(' '));

/**
 * How many deliveries this process may have under way to each domain that the built-in server speaks to. One whose server
 * hangs, or has no connection left, holds nothing that mail to others could have.
 */
export class Destinations {
  private readonly known = new Map<string, Known>();

  /** No connection is free while so many others are under way. */
  refused(destination: string, others: number, now: number): void {
    const before = this.known.get(destination)?.probe?.everyMs ?? PROBE_MS / 2;
    const everyMs = Math.min(before * 2, LONGEST_PROBE_MS);
    this.known.set(destination, { most: others, usedAt: now, probe: { everyMs, at: now + everyMs } });
  }

  silent(destination: string, now: number): void {
    this.known.set(destination, { most: SILENT, usedAt: now });
  }

  /** It said something, whatever it was, while so many were under way. */
  answered(destination: string, underWay: number, now: number): void {
    const { most, probe } = this.known.get(destination) ?? { most: FIRST };
    if (!probe) return void this.known.set(destination, { most: Math.max(most, underWay) + 1, usedAt: now });
    const isMore = underWay > most;
    const everyMs = isMore ? PROBE_MS : probe.everyMs;
    this.known.set(destination, { most: Math.max(most, underWay), usedAt: now, probe: { ...probe, everyMs } });
  }

  /** Of every destination that is known, or has something under way. */
  rooms(underWay: ReadonlyMap<string, number>, now: number): DestinationRoom[] {
    for (const [destination, { usedAt }] of this.known) {
      if (now - usedAt > FORGET_MS && !underWay.has(destination)) this.known.delete(destination);
    }
    return [...new Set([...this.known.keys(), ...underWay.keys()])].map((destination) => {
      const left = (this.known.get(destination)?.most ?? FIRST) - (underWay.get(destination) ?? 0);
      return { destination, room: Math.max(left, 0) + this.probing(destination, now) };
    });
  }

  private probing(destination: string, now: number): number {
    const it = this.known.get(destination);
    if (!it?.probe || now < it.probe.at) return 0;
    this.known.set(destination, { ...it, probe: { ...it.probe, at: now + it.probe.everyMs } });
    return 1;
  }
}
