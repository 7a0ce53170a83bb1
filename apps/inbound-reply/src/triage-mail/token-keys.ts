import type { IntentKeys } from '@replyline/intent';

/** The keys of the reply tokens. */
export class TokenKeys {
  constructor(readonly keys: IntentKeys) {}
}
