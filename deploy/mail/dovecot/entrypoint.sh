#!/bin/sh
# Writes the accounts of MAIL_USERS, "name:password name:password …", in the seven fields that Dovecot wants.
set -eu
umask 027
users=${DOVECOT_USERS_FILE:-/etc/dovecot/users}
: > "$users"
for account in ${MAIL_USERS:?MAIL_USERS is empty; see .env.example}; do
  # In base64 a password may hold a colon.
  password=$(printf %s "${account#*:}" | base64 | tr -d '\n')
  printf '%s@%s:{PLAIN.b64}%s::::::\n' "${account%%:*}" "$MAIL_DOMAIN" "$password" >> "$users"
done
if id dovecot > /dev/null 2>&1; then chgrp dovecot "$users"; fi
exec "$@"
