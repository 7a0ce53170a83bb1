import { commonSettings, mailboxes, type DovecotSettings } from './settings.js';

/** dovecot.conf for Dovecot 2.3 (Debian 12, Ubuntu 22.04 and 24.04). */
export const configuration23 = (settings: DovecotSettings): string => `# Generated at every start
${commonSettings(settings)}
protocols = imap pop3 lmtp
${settings.hasTls ? tls(settings.dir) : 'ssl = no'}
disable_plaintext_auth = no
auth_mechanisms = plain login${settings.introspectionUrl === undefined ? '' : ' xoauth2'}
auth_username_format = %Lu
mail_home = ${settings.dir}/mail/%d/%n
mail_location = maildir:~/Maildir
${mailboxes(settings.folders)}
${settings.introspectionUrl === undefined ? '' : tokens(settings.dir)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu ${settings.dir}/users
}
userdb {
  driver = passwd-file
  args = username_format=%Lu ${settings.dir}/users
}
`;

const tls = (dir: string): string => `
ssl = yes
ssl_cert = <${dir}/server.pem
ssl_key = <${dir}/server.key
ssl_min_protocol = TLSv1.2
ssl_dh =
`;

const tokens = (dir: string): string => `passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${dir}/oauth2.conf
}`;

/** In a file of its own, because that is how a passdb of Dovecot 2.3 takes its arguments. */
export const introspection23 = (url: string): string => `introspection_mode = get
introspection_url = ${url}
username_attribute = email
active_attribute = active
active_value = true
`;
