import { migrationPromises } from '@replyline/testing';
import { ENTITIES, MIGRATIONS } from './config.module.js';

migrationPromises({ entities: ENTITIES, migrations: MIGRATIONS });
