export { makeCertificates, type Certificates } from './certificates.js';
export { startDovecot, type DovecotOptions, type RunningDovecot } from './dovecot/dovecot.js';
export { type DovecotPorts } from './dovecot/settings.js';
export { freePorts } from './free-ports.js';
export { startNats, type NatsOptions, type RunningNats } from './nats.js';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
export { type Running } from './server-process.js';
export { until, type UntilOptions } from './until.js';
