import { ConfigChangedV1 } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SOURCE } from '../source.js';

export interface Change {
  readonly document: string;
  readonly revision: number;
  readonly fields: readonly string[];
}

/** Tells everybody that something was saved, with the commit of the save. */
@Injectable()
export class Announce {
  constructor(private readonly outbox: Outbox) {}

  async changed(tx: EntityManager, { document, revision, fields }: Change): Promise<void> {
    const changed = { document, revision, fields: [...fields] };
    await this.outbox.add(tx, ConfigChangedV1.make(changed, { source: SOURCE, subject: document }));
  }
}
