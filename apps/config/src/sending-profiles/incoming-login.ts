import { ReplyMailboxDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { KeyRings } from '../secrets/key-rings.js';
import { storedSecret } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * The login of the reply mailbox, for servers that want the same. outbound-mail cannot open what is sealed for
 * inbound-reply, so it gets a copy of its own.
 */
@Injectable()
export class IncomingLogin {
  constructor(
    private readonly store: SettingsStore,
    private readonly rings: KeyRings,
  ) {}

  /** Throws `settings.no_incoming_login`. */
  async read(): Promise<Login> {
    const place = { contract: ReplyMailboxDocument, ring: this.rings.inbound };
    const stored = await this.store.find(place);
    const password = stored && storedSecret(place, stored, 'password');
    if (stored?.values.kind !== 'imap' || password === undefined) throw new Failure('settings.no_incoming_login');
    return { user: stored.values.user, password };
  }
}
