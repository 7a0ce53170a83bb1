import type { KeyRing } from '@replyline/sealing';

/** One ring per reading service, so that neither can open what is meant for the other. */
export abstract class KeyRings {
  abstract readonly outbound: KeyRing;
  abstract readonly inbound: KeyRing;
  /** For what config alone reads. */
  abstract readonly own: KeyRing;
}
