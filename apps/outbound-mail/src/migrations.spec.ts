import { migrationPromises } from '@replyline/testing';
import { ENTITIES, MIGRATIONS } from './outbound-mail.module.js';

migrationPromises({ entities: ENTITIES, migrations: MIGRATIONS });
