export { makeCertificates, type CertificateFlaw, type Certificates } from './certificates.js';
export { askClamd, startClamd, type ClamdOptions, type RunningClamd } from './clamd.js';
export { startScriptedDns, type DnsAnswer, type ScriptedDns } from './dns.js';
export { startDovecot, type DovecotOptions, type RunningDovecot } from './dovecot/dovecot.js';
export { type DovecotPorts } from './dovecot/settings.js';
export { freePorts } from './free-ports.js';
export { deliverByLmtp, type LmtpDelivery } from './mail-hub/lmtp.js';
export { startMailHub, type MailHub, type MailHubOptions } from './mail-hub/mail-hub.js';
export { startNats, type NatsOptions, type RunningNats } from './nats.js';
export { type AcceptedMail } from './postfix/accepted-mail.js';
export { type PostfixPorts } from './postfix/configuration.js';
export { startPostfix, type PostfixOptions, type RunningPostfix } from './postfix/postfix.js';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
export { type Behaviour, type Moment, type Script, type Step } from './scripted-smtp/script.js';
export {
  startScriptedSmtp,
  type Acceptance,
  type ScriptedSmtp,
  type ScriptedSmtpOptions,
} from './scripted-smtp/scripted-smtp.js';
export { startServer, type Running, type ServerSpec } from './server-process.js';
export { startTcpProxy, type TcpProxy, type TcpProxyOptions } from './tcp-proxy.js';
export { makeTemporaryFolder } from './temporary-folder.js';
export { until, type UntilOptions } from './until.js';
export { type RegisteredApp } from './microsoft/entra.js';
export { type Inbox } from './microsoft/inbox.js';
export { startMicrosoft, type Exchange, type FakeMicrosoft, type MicrosoftOptions } from './microsoft/microsoft.js';
export {
  type MicrosoftBehaviour,
  type MicrosoftMoment,
  type MicrosoftScript,
  type MicrosoftStep,
} from './microsoft/script.js';
