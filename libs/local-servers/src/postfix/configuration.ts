import { execFileSync } from 'node:child_process';

export interface PostfixPorts {
  readonly smtp: number;
  readonly submission: number;
  readonly smtps: number;
}

export interface PostfixSettings {
  readonly dir: string;
  readonly ports: PostfixPorts;
  readonly domain: string;
  readonly lmtpPort: number;
  readonly authSocket: string;
  /** Part of the greeting, so that nobody else's Postfix is taken for this one. */
  readonly identity: string;
  /** Whether an unknown recipient is refused at once, or accepted and answered with a delivery status notification. */
  readonly isRecipientChecked: boolean;
  /** Whether clients must show a certificate of the authority in `clients.pem` where TLS is required. */
  readonly wantsClientCertificate: boolean;
}

/** Where the package put its programs and which accounts it made: what it was compiled with says so. */
export function installation(): Record<'mail_owner' | 'setgid_group' | 'daemon_directory', string> {
  const value = (name: string) => execFileSync('postconf', ['-dh', name], { encoding: 'utf8' }).trim();
  return {
    mail_owner: value('mail_owner'),
    setgid_group: value('setgid_group'),
    daemon_directory: value('daemon_directory'),
  };
}

/** main.cf: accepts mail for one domain and from whoever has logged in, and gives it to Dovecot. */
export const mainConfiguration = (settings: PostfixSettings): string => `# Generated at every start
compatibility_level = 3.6
config_directory = ${settings.dir}/etc
queue_directory = ${settings.dir}/queue
data_directory = ${settings.dir}/data
maillog_file = ${settings.dir}/postfix.log
maillog_file_prefixes = ${settings.dir}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.${settings.domain}
mydomain = ${settings.domain}
myorigin = ${settings.domain}
mydestination =
mynetworks =
mynetworks_style = host
smtpd_banner = $myhostname ESMTP ${settings.identity}

# A short queue id is used again, and two messages would look like one.
enable_long_queue_ids = yes

# No name is looked up: nothing leaves this machine.
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_peername_lookup = no

alias_maps =
alias_database =
local_recipient_maps =
biff = no
append_dot_mydomain = no
recipient_delimiter = +
virtual_mailbox_domains = ${settings.domain}
virtual_mailbox_maps = ${settings.isRecipientChecked ? `texthash:${settings.dir}/etc/mailboxes` : ''}
virtual_transport = lmtp:inet:127.0.0.1:${settings.lmtpPort}
relayhost =
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions =

smtpd_tls_cert_file = ${settings.dir}/etc/server.pem
smtpd_tls_key_file = ${settings.dir}/etc/server.key
smtpd_tls_security_level = may
${
  settings.wantsClientCertificate ? `smtpd_tls_CAfile = ${settings.dir}/etc/clients.pem\nsmtpd_tls_req_ccert = yes` : ''
}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${settings.authSocket}
smtpd_sasl_security_options = noanonymous

# Tests come in bursts from one address, and make mistakes on purpose.
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
in_flow_delay = 0
minimal_backoff_time = 2s
maximal_backoff_time = 5s
queue_run_delay = 2s
maximal_queue_lifetime = 1h
bounce_queue_lifetime = 1h
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtputf8_enable = yes
`;

const SUBMISSION = `
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=`;

/** master.cf: which programs run. None is confined to the queue (`n`), since the sockets of Dovecot lie outside. */
export const masterConfiguration = ({ ports }: PostfixSettings): string => `# Generated at every start
127.0.0.1:${ports.smtp} inet n - n - - smtpd
127.0.0.1:${ports.submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_auth_only=yes${SUBMISSION}
127.0.0.1:${ports.smtps} inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes${SUBMISSION}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
