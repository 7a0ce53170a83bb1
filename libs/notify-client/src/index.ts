export { cancellationOf, notificationOf, type Cancellation, type Notification, type Wanted } from './notification.js';
export { type NamedFile } from './put-file.js';
export { Notifier, type NotifierOptions } from './notifier.js';
export { fetchSealingKey } from './sealing-key.js';
export { StatusReader, type DeliveryStatus, type NotificationStatus } from './status-reader.js';
