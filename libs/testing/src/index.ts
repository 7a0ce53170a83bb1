export { until, type UntilOptions } from '@replyline/local-servers';
export { fakeClock, type FakeClock } from './fake-clock.js';
export { freshDatabase } from './fresh-database.js';
export { type MailClient, type Sending } from './mail-client.js';
export { type MailLab, type MailLabOptions } from './mail-lab.js';
export { migrationPromises, type Tables } from './migration-promises.js';
export { pagesOfOne, type ListPage } from './pages-of-one.js';
export { seededRandom, type SeededRandom } from './seeded-random.js';
export { world, type World } from './world.js';
