export * from './imap/index.js';
export * from './provider.js';
export { explain, toFailure, type Explanation, type Fault, type Step } from './smtp/errors.js';
export { smtpProvider, type SmtpOptions } from './smtp/smtp.js';
export type { SmtpAccess } from './smtp/settings.js';
export { trySmtp, type Trial } from './smtp/try-smtp.js';
