# shellcheck shell=bash disable=SC2015,SC2154 # die exits; root and home are set by the caller
# The .NET SDK, the build of the programs, and their orderly use by several commands at once.

project=$root/src/Wellbeing.Api
program=$project/bin/publish/Wellbeing.Api.dll
demo_program=$root/src/Wellbeing.Demo/bin/Release/net10.0/wellbeing-demo.dll
witness_program=$root/src/Wellbeing.Witness/bin/Release/net10.0/wellbeing-witness.dll
build_stamp=$project/obj/run.stamp
test_stamp=$project/obj/test.stamp

require_sdk() {
  local folder
  if ! has dotnet; then
    for folder in "${DOTNET_ROOT:-$HOME/.dotnet}" "$HOME/.dotnet" /usr/local/share/dotnet /usr/share/dotnet; do
      if [ -x "$folder/dotnet" ]; then
        PATH=$folder:$PATH
        break
      fi
    done
  fi
  has dotnet && (cd "$root" && dotnet --version) >/dev/null 2>&1 7>&- 8>&- 9>&- ||
    die "the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian and Ubuntu: apt-get install dotnet-sdk-10.0 once that page's package source is set up; macOS: brew install --cask dotnet-sdk) and try again"
}

# changed_since STAMP FOLDER…: prints a source that is newer, folders included: a deleted file shows in its folder.
changed_since() {
  local stamp=$1
  shift
  find "$@" "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" \
    \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print | head -n 1
}
is_built() {
  [ -f "$program" ] && [ -f "$witness_program" ] && [ -f "$demo_program" ] && [ -f "$build_stamp" ] &&
    [ -z "$(changed_since "$build_stamp" "$root/src")" ]
}
tests_are_built() { [ -f "$test_stamp" ] && [ -z "$(changed_since "$test_stamp" "$root/src" "$root/tests" "$root/docs" "$root/tools")" ]; }
# build_into_place TARGET…: no build server is left behind; a stamp is as old as the start of the build.
build_into_place() {
  local file
  for file in "$root"/src/*/*.csproj "$root"/tests/*/*.csproj; do mkdir -p "${file%/*}/obj" "${file%/*}/bin"; done # or their folder would be newer than the stamp
  : >"$build_stamp.new"
  step dotnet build "$@" -c Release -v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=false || return 1
  if [ "$1" = Wellbeing.sln ]; then mv "$build_stamp.new" "$test_stamp"; fi
}
# The program that ./run starts, after a build: tests, which would gain nothing by it, start the one that is built in place.
publish_program() {
  : >"$build_stamp.new"
  step "$root/eng/publish" "${program%/*}" -v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=false || return 1
  mv "$build_stamp.new" "$build_stamp"
}
# Descriptor 7 stays locked: nobody builds over a program that this script runs.
ensure_built() {
  mkdir -p "$project/obj" 2>/dev/null && exec 7>>"$project/obj/run.lock" || die "$project/obj cannot be written"
  if is_built; then
    if ! has dotnet; then require_sdk; fi
    if lock 7 sh && is_built; then return; fi
  fi
  require_sdk
  if lock 7 ex; then
    is_built || build_program
    lock 7 sh 60
  else
    lock 7 sh 600 || die "another command has been building for ten minutes"
    if ! is_built; then
      [ -f "$program" ] || die "the build of another command failed"
      say "the sources have changed; using the build that a running command uses"
    fi
  fi
}
build_program() {
  local log=$project/obj/run.log
  say "building"
  if ! { build_into_place "$root/eng/programs.slnf" && publish_program; } >"$log" 2>&1; then
    cat "$log" >&2
    die "the build failed"
  fi
}

# What the schema depends on.
build_id() { cat "$program" "${program%Api.dll}Domain.dll" 2>/dev/null | cksum; }
