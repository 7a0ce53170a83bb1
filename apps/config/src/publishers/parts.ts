import { CreatePublisher1763596960000 } from './1763596960000-create-publisher.js';
import { StoredPublisher } from './publisher.entity.js';
import { PublishersController } from './publishers.controller.js';
import { Publishers } from './publishers.js';

export const PUBLISHERS_CONTROLLERS = [PublishersController];
export const PUBLISHERS_ENTITIES = [StoredPublisher];
export const PUBLISHERS_MIGRATIONS = [CreatePublisher1763596960000];
export const PUBLISHERS_PROVIDERS = [Publishers];
