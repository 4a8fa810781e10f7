#!/usr/bin/env bash
# Run once by the postgres image, over an empty volume.
set -euo pipefail
# shellcheck source=eng/roles.sh
. /opt/wellbeing/roles.sh
quoted() { printf '%s' "$1" | sed "s/'/''/g"; }
roles_sql "$(quoted "$WELLBEING_OWNER_PASSWORD")" "$(quoted "$WELLBEING_APP_PASSWORD")" |
  psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres
