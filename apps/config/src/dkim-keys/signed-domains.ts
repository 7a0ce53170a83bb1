import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StoredDkimKey } from './dkim-key.entity.js';

/** The domains whose mail is signed. */
@Injectable()
export class SignedDomains {
  constructor(private readonly db: DataSource) {}

  async all(): Promise<ReadonlySet<string>> {
    const active = await this.db.manager.find(StoredDkimKey, { where: { state: 'active' }, select: { domain: true } });
    return new Set(active.map(({ domain }) => domain));
  }
}
