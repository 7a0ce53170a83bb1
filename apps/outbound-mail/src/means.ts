import type { IntentKeys } from '@replyline/intent';
import type { KeyRing } from '@replyline/sealing';

/** What the environment gives this service, in the form in which it is used. */
export abstract class Means {
  /** Opens passwords of sending profiles. */
  abstract readonly secrets: KeyRing;
  abstract readonly intent: IntentKeys;
  abstract readonly reviewBaseUrl: string;
  /** Where people reach this service; `undefined` when they cannot. */
  abstract readonly unsubscribeBaseUrl: string | undefined;
  abstract readonly maxConnections: number;
  abstract readonly ehloName: string | undefined;
  abstract readonly allowLinkLocal: boolean;
  /** A stand-in for Microsoft on this machine. */
  abstract readonly microsoftBaseUrl: string | undefined;
}
