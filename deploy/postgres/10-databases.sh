#!/bin/sh
# Runs once, while the volume is empty: a database for each service, and a role that can enter no other one.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
SQL

database() {
  psql -v ON_ERROR_STOP=1 -v name="$1" -v password="$2" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

database config "$CONFIG_DATABASE_PASSWORD"
database outbound_mail "$OUTBOUND_MAIL_DATABASE_PASSWORD"
database inbound_reply "$INBOUND_REPLY_DATABASE_PASSWORD"
database conversation "$CONVERSATION_DATABASE_PASSWORD"
