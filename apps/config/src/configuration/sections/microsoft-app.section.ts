import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { microsoftAppBody, type MicrosoftAppBody } from '../../linked-accounts/microsoft-app-body.js';
import { MicrosoftApp } from '../../linked-accounts/microsoft-app.entity.js';
import { MicrosoftApps } from '../../linked-accounts/microsoft-apps.js';
import { changedFields } from '../../settings/changed-fields.js';
import type { Import, Prepared, Section } from '../section.js';

@Injectable()
export class MicrosoftAppSection implements Section<MicrosoftAppBody> {
  readonly name = 'microsoftApp';
  readonly schema = microsoftAppBody;

  constructor(private readonly apps: MicrosoftApps) {}

  async read(tx: EntityManager) {
    const [stored] = await tx.find(MicrosoftApp);
    return stored && shown(stored);
  }

  prepare(wanted: MicrosoftAppBody, { userId }: Import): Promise<Prepared> {
    const write = async (tx: EntityManager) => {
      const [stored] = await tx.find(MicrosoftApp);
      if (stored && !wanted.clientSecret?.trim() && changedFields(shown(stored), shown(wanted)).length === 0) return;
      const precondition = { revision: stored?.revision, mustBeNew: false };
      await this.apps.save({ body: wanted, userId, precondition }, tx);
    };
    return Promise.resolve({ write });
  }
}

const shown = ({ cloud, tenantId, clientId, mailScopes }: Omit<MicrosoftAppBody, 'clientSecret'>) => ({
  cloud,
  tenantId,
  clientId,
  mailScopes,
});
