#!/bin/sh
# Writes whose mail is taken, MAIL_USERS at MAIL_DOMAIN, as a map that needs no compiling.
set -eu
folder=${POSTFIX_FOLDER:-/etc/postfix}
: > "$folder/mailboxes"
for account in ${MAIL_USERS:?MAIL_USERS is empty; see .env.example}; do
  echo "${account%%:*}@$MAIL_DOMAIN yes" >> "$folder/mailboxes"
done
postconf -c "$folder" -e "myhostname = mail.$MAIL_DOMAIN" "virtual_mailbox_domains = $MAIL_DOMAIN"
exec "$@"
