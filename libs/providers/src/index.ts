export * from './imap/index.js';
