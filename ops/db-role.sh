#!/bin/sh
# Run once by the image of PostgreSQL, when it makes its database: a role for the service that is no
# superuser, and a database that it owns. The superuser stays "postgres", with a password of its own.
psql --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "${ROLE_PASSWORD_FILE:-/run/secrets/db-password}"`
create role latchkey login password :'password';
create database latchkey owner latchkey;
SQL
