# shellcheck shell=bash
# roles_sql OWNER_PASSWORD APP_PASSWORD: the roles and databases, for the private cluster and for docker-compose.yml alike.
# One statement a line: PostgreSQL's single-user mode reads it so. Tables and their grants are db-apply's.
roles_sql() {
  cat <<SQL
CREATE ROLE wellbeing_owner LOGIN PASSWORD '$1';
CREATE ROLE wellbeing_app LOGIN PASSWORD '$2';
CREATE DATABASE wellbeing OWNER wellbeing_owner;
CREATE DATABASE wellbeing_keys OWNER wellbeing_owner;
REVOKE ALL ON DATABASE wellbeing, wellbeing_keys, postgres, template1 FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE wellbeing TO wellbeing_app;
GRANT CONNECT ON DATABASE wellbeing_keys TO wellbeing_app;
SQL
}
