export { explain, toFailure, type Explanation, type Fault, type Step } from './errors.js';
export type { SmtpAccess } from './settings.js';
export { smtpProvider, type SmtpOptions } from './smtp.js';
export { trialEnd, trySmtp, type Trial } from './try-smtp.js';
