export { ApiClient } from './api-client.js';
export { Mailbox, type Login, type SeenMail } from './mail-client/mailbox.js';
export { QUOTING, type Client } from './mail-client/quoting.js';
export { answer, submit } from './mail-client/submit.js';
export {
  addressOf,
  DOMAIN,
  loginsOf,
  NOTIFICATIONS,
  REPLIES,
  startMailServers,
  type MailServers,
} from './stack/mail-servers.js';
export { PEOPLE, type PersonName, type StackSecrets } from './stack/secrets.js';
export { SERVICES, type ServiceName } from './stack/services.js';
export { ROOT, type RunningService } from './stack/service-process.js';
export { startStack, type Person, type Stack, type StackOptions } from './stack/stack.js';
