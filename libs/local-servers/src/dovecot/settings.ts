import type { OrdinaryUser } from '../ordinary-user.js';

export interface DovecotPorts {
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly lmtp: number;
}

/** What differs between two private instances. Both syntaxes of Dovecot's configuration are written from it. */
export interface DovecotSettings {
  readonly dir: string;
  /** Holds the sockets, whose paths must stay under 104 characters. */
  readonly runDir: string;
  readonly ports: DovecotPorts;
  readonly domain: string;
  readonly user: OrdinaryUser;
  /** Part of the greeting, so that nobody else's Dovecot is taken for this one. */
  readonly identity: string;
  /** Whether `server.pem` and `server.key` are in the folder. */
  readonly hasTls: boolean;
  readonly isForgetful: boolean;
  /** Who says of an access token whose it is: a URL that the token is appended to (RFC 7662 by GET). */
  readonly introspectionUrl: string | undefined;
  readonly folders: FolderNaming;
  /** What IMAP says it can after the login, instead of all that it can. */
  readonly imapCapability: string | undefined;
}

/** How the folders of an account are named (RFC 2342). */
export interface FolderNaming {
  /** In front of every folder but INBOX. */
  readonly prefix: string;
  readonly separator: '/' | '.';
}

/** What both syntaxes have in common. */
export const commonSettings = (settings: DovecotSettings): string => `
base_dir = ${settings.runDir}
state_dir = ${settings.dir}/state
log_path = ${settings.dir}/dovecot.log
auth_verbose = yes
instance_name = replyline
login_greeting = ${settings.identity}
listen = 127.0.0.1

# One account for everything: an instance that nobody installed has no accounts of its own to switch to.
default_internal_user = ${settings.user.name}
default_internal_group = ${settings.user.group}
default_login_user = ${settings.user.name}
mail_uid = ${settings.user.uid}
mail_gid = ${settings.user.gid}
first_valid_uid = 1

# A wrong password must not slow the next login from this address: here every login comes from the same one.
auth_failure_delay = 0
auth_cache_size = 0
mail_fsync = ${settings.isForgetful ? 'never' : 'optimized'}

# alice+intent@ is delivered to the INBOX of alice@, and Delivered-To keeps the whole address.
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
mailbox_idle_check_interval = 1 secs
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 100
${settings.imapCapability === undefined ? '' : `imap_capability = ${settings.imapCapability}`}
postmaster_address = postmaster@${settings.domain}
hostname = mail.${settings.domain}

service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  # For Postfix, which runs as somebody else.
  unix_listener auth-sasl {
    mode = 0666
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${settings.ports.imap}
  }
  inet_listener imaps {
    port = ${settings.hasTls ? settings.ports.imaps : 0}
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${settings.ports.pop3}
  }
  inet_listener pop3s {
    port = ${settings.hasTls ? settings.ports.pop3s : 0}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${settings.ports.lmtp}
  }
}
`;

/** The folders that mail clients look for. The backslash must be quoted in 2.4 and may be in 2.3. */
export const mailboxes = ({ prefix, separator }: FolderNaming): string => `
namespace inbox {
  inbox = yes
  prefix = ${prefix}
  separator = ${separator}
  mailbox Archive {
    auto = subscribe
    special_use = "\\\\Archive"
  }
  mailbox Sent {
    auto = subscribe
    special_use = "\\\\Sent"
  }
  mailbox Junk {
    auto = create
    special_use = "\\\\Junk"
  }
  mailbox Trash {
    auto = create
    special_use = "\\\\Trash"
  }
}
`;
