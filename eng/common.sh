# shellcheck shell=bash disable=SC2015,SC2154 # die exits; root is set by the caller
# Shared by run, test and eng/test-run. bash 3.2 and perl are all that macOS brings: no flock program, no newer bash.
# File descriptors: 7 the build, 8 the users of the cluster, 9 the one who starts or stops it. No child keeps them.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '%s\n' "$*" >&2 || true; }
die() {
  say "error: $*"
  exit 1
}
usage_error() {
  say "error: $* (./${0##*/} --help lists what there is)"
  exit 2
}

is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }
nap() { sleep 0.1 7>&- 8>&- 9>&-; }
# The product's version, which stands in one place.
version() { sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props"; }
random_hex() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# lock FD sh|ex [SECONDS]: locks an open file; waits at most SECONDS, by default not at all.
lock() {
  perl -MFcntl=:flock -e '
    my ($fd, $mode, $wait) = @ARGV;
    open(my $file, ">&=", $fd) or die "lock: $!\n";
    my $deadline = time + $wait;
    until (flock($file, ($mode eq "sh" ? LOCK_SH : LOCK_EX) | LOCK_NB)) {
      exit 1 if time >= $deadline;
      select(undef, undef, undef, 0.05);
    }' "$1" "$2" "${3:-0}"
}

# Debian's smallest images have no ps; macOS has no /proc.
process_state() {
  if [ -r /proc/self/stat ]; then
    sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null || true
  else
    ps -o stat=,ppid= -p "$1" 2>/dev/null || true
  fi
}
process_command() {
  if [ -r /proc/self/stat ]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null || true
  else
    ps -o command= -p "$1" 2>/dev/null || true
  fi
}
process_parent() {
  # shellcheck disable=SC2046 # the words are what is wanted
  set -- $(process_state "$1")
  printf '%s' "${2:-}"
}
# A zombie counts as gone: nothing but its parent can do anything about it.
alive() {
  case $(process_state "$1") in
    '' | [ZX]*) return 1 ;;
  esac
}
# end_process PID SECONDS: asks it to end, waits, then ends it.
end_process() {
  local tries=$(($2 * 10))
  kill -TERM "$1" 2>/dev/null || true
  while alive "$1"; do
    if [ "$tries" -le 0 ]; then kill -KILL "$1" 2>/dev/null || true; fi
    [ "$tries" -gt -50 ] || return 1
    tries=$((tries - 1))
    nap
  done
}

# One child runs at a time, in the background, so that a signal to this script is acted upon at once.
child=''
stop_signal=''
start_child() {
  child=starting
  "$@" <&0 7>&- 8>&- 9>&- &
  child=$!
  if [ -n "$stop_signal" ]; then kill -TERM "$child" 2>/dev/null || true; fi
}
await_child() {
  local code=0
  if [ -z "$stop_signal" ]; then wait "$child" 2>/dev/null || code=$?; fi
  if [ -n "$stop_signal" ]; then
    end_process "$child" 30 || true
    code=0
    wait "$child" 2>/dev/null || code=$?
  fi
  child=''
  return "$code"
}
# Runs a step of the way to the goal: a signal in its course ends this script.
step() {
  local code=0
  start_child "$@"
  await_child || code=$?
  stop_if_asked
  return "$code"
}
signal_number() {
  case $1 in
    HUP) echo 1 ;;
    INT) echo 2 ;;
    *) echo 15 ;;
  esac
}
stop_if_asked() {
  if [ -n "$stop_signal" ]; then exit $((128 + $(signal_number "$stop_signal"))); fi
}
on_signal() {
  local before=$stop_signal
  stop_signal=$1
  case $child in
    '') stop_if_asked ;;
    starting) ;;
    *) if [ -n "$before" ]; then kill -KILL "$child"; else kill -TERM "$child"; fi 2>/dev/null || true ;;
  esac
}
# catch_signals CLEANUP: CLEANUP runs once at the end, however it comes.
catch_signals() {
  trap 'on_signal HUP' HUP
  trap 'on_signal INT' INT
  trap 'on_signal TERM' TERM
  # shellcheck disable=SC2064 # the name is known now
  trap "finish $1" EXIT
}
finish() {
  local code=$?
  trap '' HUP INT TERM
  trap - EXIT
  set +e
  case $child in
    '' | starting) ;;
    *) end_process "$child" 30 ;;
  esac
  "$1"
  exit "$code"
}
# A shell without job control starts background jobs with Ctrl-C ignored, and bash cannot undo that for itself.
mind_interrupts() {
  if [ -z "${WELLBEING_INTERRUPTS_ON:-}" ] && perl -e 'exit(($SIG{INT} // "") ne "IGNORE")'; then
    export WELLBEING_INTERRUPTS_ON=1
    exec perl -e '$SIG{INT} = "DEFAULT"; exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n"' "$BASH" "$0" "$@"
  fi
  unset WELLBEING_INTERRUPTS_ON
}

free_port() {
  perl -MIO::Socket::INET -e '
    my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Listen => 1) or die "no free port: $!\n";
    print $socket->sockport'
}
# Prints why a port of 127.0.0.1 cannot be listened on, or nothing.
port_problem() {
  perl -MIO::Socket::INET -MErrno=EADDRINUSE -e '
    my $port = shift;
    # macOS would let 127.0.0.1:port be bound beside *:port, so first see whether anybody answers.
    if (IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 1)) { print "is taken"; exit }
    IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 1, ReuseAddr => 1)
      or print $! == EADDRINUSE ? "is taken" : "cannot be used ($!)"' "$1"
}
# http_ok PORT PATH: whether 127.0.0.1 answers with 200.
http_ok() {
  perl -MIO::Socket::INET -e '
    my ($port, $path) = @ARGV;
    alarm 2;
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 2) or exit 1;
    print $socket "GET $path HTTP/1.0\r\nHost: 127.0.0.1:$port\r\n\r\n";
    exit((<$socket> // "") !~ m{^HTTP/1\.[01] 200 })' "$1" "$2" 7>&- 8>&- 9>&-
}

# Sets home: where the private cluster, its passwords and the development secrets are.
find_home() {
  if [ -n "${WELLBEING_HOME:-}" ]; then
    case $WELLBEING_HOME in
      /*) home=$WELLBEING_HOME ;;
      *) home=$PWD/$WELLBEING_HOME ;;
    esac
  elif is_root && ! as_nobody test -x "$root"; then
    home=/var/lib/wellbeing/$(printf '%s' "$root" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c1-12)
    home_note="others cannot reach $root, and PostgreSQL does not run as root, so the data is in $home"
  else
    home=$root/.wellbeing
  fi
}
home_note=''
make_home() {
  if [ -n "$home_note" ]; then say "$home_note"; fi
  if [ ! -d "$home" ]; then
    # As root, PostgreSQL's own user has to get through; what is secret inside has its own modes.
    if is_root; then (umask 022 && mkdir -p "$home"); else (umask 077 && mkdir -p "$home"); fi 2>/dev/null || true
  fi
  [ -d "$home" ] && [ -w "$home" ] || die "$home cannot be written; set WELLBEING_HOME to a folder that can"
  home=$(cd "$home" && pwd -P)
  if is_root && ! as_nobody test -x "$home"; then
    chmod go+x "$home" 2>/dev/null || true
    as_nobody test -x "$home" || die "no user but root can reach $home; set WELLBEING_HOME to a folder that others can reach"
  fi
}
