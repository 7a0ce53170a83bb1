import { ConfigChangedV1 } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Audit } from '../audit/audit.js';
import { SOURCE } from '../source.js';

export interface Change {
  readonly document: string;
  readonly revision: number;
  readonly fields: readonly string[];
}

/** Tells everybody that something was saved, and notes who did it, with the commit of the save. */
@Injectable()
export class Announce {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  async changed(tx: EntityManager, { document, revision, fields }: Change): Promise<void> {
    const changed = { document, revision, fields: [...fields] };
    await this.outbox.add(tx, ConfigChangedV1.make(changed, { source: SOURCE, subject: document }));
    await this.audit.saved(tx, changed);
  }
}
