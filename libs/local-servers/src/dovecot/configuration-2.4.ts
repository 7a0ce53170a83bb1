import { commonSettings, mailboxes, type DovecotSettings } from './settings.js';

/** dovecot.conf for Dovecot 2.4 (Debian 13, Homebrew), whose first setting must be the version of the syntax. */
export const configuration24 = (settings: DovecotSettings): string => `dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
# Generated at every start
${commonSettings(settings)}
protocols = imap pop3 lmtp
${settings.hasTls ? tls(settings.dir) : 'ssl = no'}
auth_allow_cleartext = yes
auth_mechanisms = plain login${settings.introspectionUrl === undefined ? '' : ' xoauth2'}
auth_username_format = %{user | lower}
mail_home = ${settings.dir}/mail/%{user | domain}/%{user | username}
mail_driver = maildir
mail_path = ~/Maildir
${mailboxes(settings.folders)}
${settings.introspectionUrl === undefined ? '' : tokens(settings.introspectionUrl)}
passdb passwd-file {
  default_password_scheme = plain
  passwd_file_path = ${settings.dir}/users
}
userdb passwd-file {
  passwd_file_path = ${settings.dir}/users
}
`;

const tls = (dir: string): string => `
ssl = yes
ssl_server_cert_file = ${dir}/server.pem
ssl_server_key_file = ${dir}/server.key
ssl_min_protocol = TLSv1.2
`;

const tokens = (url: string): string => `oauth2 {
  introspection_mode = get
  introspection_url = ${url}
  username_attribute = email
  active_attribute = active
  active_value = true
}
passdb oauth2 {
  mechanisms_filter = xoauth2
}`;
