import { migrationPromises } from '@replyline/testing';
import { ENTITIES, MIGRATIONS } from './tables.js';

migrationPromises({ entities: ENTITIES, migrations: MIGRATIONS });
