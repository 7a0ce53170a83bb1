import { Global, Module } from '@nestjs/common';
import { CreateLease1764000000001 } from './1764000000001-create-lease.js';
import { Leases } from './leases.js';
import { Liveness } from './liveness.js';

/** The table that a service with leases has. */
export const LEASES_MIGRATIONS = [CreateLease1764000000001];

/** Who holds what among the replicas of a service. Needs a TypeORM `DataSource` that has run `LEASES_MIGRATIONS`. */
@Global()
@Module({ providers: [Liveness, Leases], exports: [Liveness, Leases] })
export class LeasesModule {}
