import { migrationPromises } from '@replyline/testing';
import { ENTITIES, MIGRATIONS } from './conversation.module.js';

migrationPromises({ entities: ENTITIES, migrations: MIGRATIONS });
