import type { Provider } from '@nestjs/common';
import type { Environment } from '../environment.js';
import { CreateDkimKey1763596970000 } from './1763596970000-create-dkim-key.js';
import { MadeInWholeMilliseconds1763597100001 } from './1763597100001-made-in-whole-milliseconds.js';
import { StoredDkimKey } from './dkim-key.entity.js';
import { DkimKeysController } from './dkim-keys.controller.js';
import { DkimKeys } from './dkim-keys.js';
import { SignedDomains } from './signed-domains.js';
import { TxtRecords, txtRecords } from './txt-records.js';

export const DKIM_KEYS_ENTITIES = [StoredDkimKey];
export const DKIM_KEYS_MIGRATIONS = [CreateDkimKey1763596970000, MadeInWholeMilliseconds1763597100001];
export const DKIM_KEYS_CONTROLLERS = [DkimKeysController];

/** Needs `Announce`, `Clock` and `KeyRings`. */
export const dkimKeysProviders = ({ DNS_SERVERS }: Environment): Provider[] => [
  DkimKeys,
  SignedDomains,
  { provide: TxtRecords, useValue: txtRecords(DNS_SERVERS) },
];
