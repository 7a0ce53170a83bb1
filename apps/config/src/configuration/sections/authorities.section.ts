import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { StoredCertificate } from '../../certificates/certificate.entity.js';
import { Certificates } from '../../certificates/certificates.js';
import { at } from '../at.js';
import { authorityItem, type AuthorityItem } from '../configuration-body.js';
import type { Import, Prepared, Section } from '../section.js';

/** Authorities alone: a client certificate is nothing without its key, which is a secret. */
@Injectable()
export class AuthoritiesSection implements Section<AuthorityItem[]> {
  readonly name = 'authorities';
  readonly schema = z.array(authorityItem);

  constructor(private readonly certificates: Certificates) {}

  async read(tx: EntityManager) {
    return (await stored(tx)).map(({ name, pem }) => ({ name, pem }));
  }

  prepare(wanted: AuthorityItem[], { prune, userId }: Import): Promise<Prepared> {
    const write = async (tx: EntityManager) => {
      const before = await stored(tx);
      const [has, wants] = [new Set(before.map(keyOf)), new Set(wanted.map(keyOf))];
      for (const { id, revision } of before.filter((it) => prune && !wants.has(keyOf(it)))) {
        await this.certificates.remove(id, revision, tx);
      }
      for (const [index, item] of wanted.entries()) {
        if (has.has(keyOf(item))) continue;
        await at(String(index), () => this.certificates.upload({ kind: 'authority', ...item }, userId, tx));
      }
    };
    return Promise.resolve({ write });
  }
}

const keyOf = ({ name, pem }: AuthorityItem): string => `${name} ${pem.trim()}`;

const stored = (tx: EntityManager): Promise<StoredCertificate[]> =>
  tx.find(StoredCertificate, { where: { kind: 'authority' }, order: { name: 'ASC', id: 'ASC' } });
