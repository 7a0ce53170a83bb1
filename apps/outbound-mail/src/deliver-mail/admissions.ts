import { Failure } from '@replyline/errors';
import { Slots, type Slot, type SlotsOf } from '@replyline/leases';
import { inUse, type Admission, type Admit } from '@replyline/providers';
import { Injectable } from '@nestjs/common';

/** Whoever gave up a connection because others wait takes no other for so long: else it would always be the first. */
const AFTER_YOU_MS = 1_000;

/** Whoever was refused does not ask for each mail. */
const ASK_AGAIN_MS = 50;

/** Longer than it takes until whoever holds all connections has heard that somebody waits. */
const TRIAL_MS = 4_000;
const TRY_AGAIN_MS = 100;

const isInUse = (error: unknown): boolean => error instanceof Failure && error.code === 'provider.connections_in_use';

export interface Server {
  readonly host: string;
  readonly port: number;
}

/** Servers as they count connections themselves: by who connects, and Microsoft by mailbox. */
export const smtpServer = ({ host, port }: Server): string => `smtp ${host.toLowerCase()}:${port}`;
export const smtpMailbox = (server: Server, user: string): string => `${smtpServer(server)} ${user.toLowerCase()}`;
export const graphMailbox = (clientId: string, mailbox: string): string =>
  `graph ${clientId.toLowerCase()} ${mailbox.toLowerCase()}`;

/** Leave to open connections, so that all replicas together never have more than a server allows. */
@Injectable()
export class Admissions {
  constructor(private readonly slots: Slots) {}

  /** `most`: over all replicas, and all profiles with the same server. */
  to(what: SlotsOf): Admit {
    const gate = new Gate(this.slots, what);
    return () => gate.enter();
  }

  /** The same for somebody who waits for the outcome: a trial, in which a person learns whether a server works. */
  soon(what: SlotsOf): Admit {
    const enter = this.to(what);
    return async () => {
      const deadline = performance.now() + TRIAL_MS;
      for (;;) {
        try {
          return await enter();
        } catch (error) {
          if (!isInUse(error) || performance.now() > deadline) throw error;
        }
        await pause(TRY_AGAIN_MS);
      }
    };
  }
}

const pause = (delayMs: number): Promise<void> => new Promise((resume) => setTimeout(resume, delayMs));

/** The way of one pool of connections to its slots. */
class Gate {
  private held = 0;
  private notBefore = -Infinity;

  constructor(
    private readonly slots: Slots,
    private readonly what: SlotsOf,
  ) {}

  async enter(): Promise<Admission> {
    if (performance.now() < this.notBefore) throw inUse();
    const slot = await this.slots.take(this.what);
    if (slot) return this.hold(slot);
    // One is enough to send everything, if slowly; who has none does not send at all.
    if (this.held === 0) await this.slots.want(this.what);
    this.notBefore = performance.now() + ASK_AGAIN_MS;
    throw inUse();
  }

  private hold(slot: Slot): Admission {
    this.held += 1;
    slot.onWanted(() => (this.notBefore = performance.now() + AFTER_YOU_MS));
    let isReleased = false;
    const release = () => {
      if (!isReleased) this.held -= 1;
      isReleased = true;
      slot.release();
    };
    return { signal: slot.signal, onWanted: (wanted) => slot.onWanted(wanted), release };
  }
}
