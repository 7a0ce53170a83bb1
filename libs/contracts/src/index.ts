export {
  causedBy,
  event,
  MAX_EVENT_BYTES,
  publisherOf,
  type Envelope,
  type Event,
  type EventContract,
  type EventOf,
  type Origin,
} from './event.js';
export { EVENTS } from './events/index.js';
export { asyncApiFile } from './asyncapi.js';
export { eventsPage } from './events-page.js';
export { natsPublisherTemplate, natsUsersFile, schemaFiles } from './generated.js';
export * from './attachment.js';
export * from './broker-accounts.js';
export * from './broker-address.js';
export * from './broken-by.js';
export * from './events/config-changed.v1.js';
export * from './events/conversation-posted.v1.js';
export * from './events/dead-letter-recorded.v1.js';
export * from './events/mail.v1.js';
export * from './events/notification-accepted.v1.js';
export * from './events/notification-cancel.v1.js';
export * from './events/notification-outcome.v1.js';
export * from './events/notification-requested.v1.js';
export * from './events/reply.v1.js';
export * from './events/subscription.v1.js';
export * from './permissions.js';
export * from './reply-file.js';
export * from './requests/access-token.v1.js';
export * from './requests/request.js';
export * from './requests/test-report.js';
export * from './requests/try-settings.v1.js';
export * from './sentence-of.js';
export * from './services.js';
export * from './settings/bucket.js';
export * from './settings/certificate.js';
export * from './settings/directory-user.js';
export * from './settings/dkim-key.js';
export * from './settings/documents.js';
export * from './settings/encryption.js';
export * from './settings/microsoft.js';
export * from './settings/publisher.js';
export * from './settings/reply-mailbox.js';
export * from './settings/secret-binding.js';
export * from './settings/secret-fields.js';
export * from './settings/sending-profile.js';
export * from './stable-id.js';
export * from './streams.js';
export * from './text.js';
