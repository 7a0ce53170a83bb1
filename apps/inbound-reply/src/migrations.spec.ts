import { migrationPromises } from '@replyline/testing';
import { ENTITIES, MIGRATIONS } from './inbound-reply.module.js';

migrationPromises({ entities: ENTITIES, migrations: MIGRATIONS });
