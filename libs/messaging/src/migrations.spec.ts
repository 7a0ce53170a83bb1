import { migrationPromises } from '@replyline/testing';
import { MESSAGING_MIGRATIONS } from './messaging.module.js';

migrationPromises({ entities: [], migrations: MESSAGING_MIGRATIONS });
