import { fromAddressOf, secretEndpointsOf, type SendingSettings, type SharedPolicy } from '@replyline/contracts';
import type { Hint } from '../reply-mailbox/mailbox-hints.js';

interface Profile {
  readonly settings: SendingSettings;
  readonly policy?: SharedPolicy | undefined;
  /** Domains whose mail is signed. */
  readonly signedDomains: ReadonlySet<string>;
}

interface Rule extends Hint {
  readonly applies: (profile: Profile) => boolean;
}

/** What an admin should know about settings that are not wrong. */
const RULES: readonly Rule[] = [
  {
    path: 'fromAddress',
    applies: ({ settings }) => /^(?:no|do-?not)-?reply@/i.test(fromAddressOf(settings)),
    text: 'Specify a real working email address as the sender: some servers take no mail from one that takes none.',
  },
  {
    path: 'fromAddress',
    applies: ({ settings: it }) =>
      it.kind === 'smtp' && !!it.user?.includes('@') && it.user.toLowerCase() !== it.fromAddress.toLowerCase(),
    text: 'The server may refuse mail whose From is not the account that logs in: then send from the address of the user.',
  },
  {
    path: 'fromMode',
    applies: ({ settings: it }) => it.kind === 'smtp' && it.fromMode === 'acting-user' && it.user !== undefined,
    text: 'Many servers take mail from the account that logs in only. Where they do, choose "system".',
  },
  {
    path: 'encryption',
    applies: ({ settings }) =>
      Object.values(secretEndpointsOf(settings)).some(
        ({ encryption: it }) => it === 'none' || it === 'starttls-optional',
      ),
    text: 'The password may travel in plain text: choose starttls-required or implicit-tls.',
  },
  {
    path: 'port',
    applies: ({ settings: it }) => it.kind === 'smtp' && it.port === 465 && it.encryption !== 'implicit-tls',
    text: 'Servers speak TLS from the first octet on port 465: choose implicit-tls, or port 587 with STARTTLS.',
  },
  {
    path: 'port',
    applies: ({ settings: it }) => it.kind === 'smtp' && it.port === 587 && it.encryption === 'implicit-tls',
    text: 'Servers expect STARTTLS on port 587: choose starttls-required, or port 465 with implicit TLS.',
  },
  {
    path: 'verifyCertificate',
    applies: ({ settings }) => 'verifyCertificate' in settings && !settings.verifyCertificate,
    text: 'Be cautious: without a check of its certificate anybody on the way can pose as the server.',
  },
  {
    path: 'policy.forcedFrom',
    applies: ({ settings: it, policy }) =>
      it.kind === 'smtp' &&
      !!policy?.forcedFrom &&
      !!it.user &&
      policy.forcedFrom.toLowerCase() !== it.user.toLowerCase(),
    text: 'The forced From should probably be the address that belongs to the user and password.',
  },
  {
    path: 'fromAddress',
    applies: ({ settings: it, policy, signedDomains }) =>
      it.kind === 'built-in' && !signedDomains.has(domainOf(policy?.forcedFrom ?? it.fromAddress)),
    text: 'Mail of this sender is not signed, and receivers trust it less: make a DKIM key for its domain with POST /v1/dkim-keys.',
  },
];

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export const hintsFor = (profile: Profile): Hint[] =>
  RULES.filter(({ applies }) => applies(profile)).map(({ path, text }) => ({ path, text }));
