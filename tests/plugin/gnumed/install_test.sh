#!/usr/bin/env bash
# install and uninstall of the page in GNUmed, in homes of the test's own.
# Usage: install_test.sh LIBRARY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
host=$here/../../../plugin/hosts/gnumed
library=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

new_home() {  # with this hook script, if any
  HOME=$(mktemp -d "$folder/home.XXXXXX")
  export HOME
  scripts=$HOME/.gnumed/scripts
  [ $# -eq 0 ] || { mkdir -p "$scripts"; printf '%s\n' "$1" >"$scripts/hook_script.py"; }
}
mode() { stat -c %a "$1"; }
run_hook() {  # as GNUmed does; what the hook script printed
  python3 -B -c 'import runpy, sys; runpy.run_path(sys.argv[1])["run_script"](hook="any")' \
    "$scripts/hook_script.py"
}

new_home
"$host/install" "$library" lane /tmp/agent.sock >/dev/null
[ "$(mode "$scripts/hook_script.py")" = 600 ] || fail "the hook script's mode"
[ "$(mode "$HOME/.gnumed/ischia.conf")" = 600 ] || fail "the settings' mode"
[ "$(mode "$HOME/.gnumed/plugins/ischia")" = 700 ] || fail "the plugin folder's mode"
grep -qx 'practice = practices/lane' "$HOME/.gnumed/ischia.conf" || fail "the practice"
run_hook
"$host/uninstall" >/dev/null
[ -z "$(find "$HOME" -type f)" ] || fail "something is left"

# A hook script that was there goes on working, during and after.
new_home 'def run_script(hook=None): print("earlier", hook)'
cp "$scripts/hook_script.py" "$folder/before"
for _ in once twice; do
  "$host/install" "$library" >/dev/null
  [ "$(run_hook)" = "earlier any" ] || fail "the earlier hook script is not called"
done
"$host/uninstall" >/dev/null
cmp -s "$scripts/hook_script.py" "$folder/before" || fail "the earlier hook script is not back"

# One that is broken costs neither GNUmed nor the page anything.
new_home 'raise RuntimeError("broken")'
"$host/install" "$library" >/dev/null
run_hook 2>/dev/null || fail "a broken earlier hook script breaks ours"

refused() {  # what is said, then the command
  local sentence=$1; shift
  if said=$("$@" 2>&1); then fail "not refused: $*"; fi
  [[ $said = *"$sentence"* ]] || fail "not said: $sentence, but: $said"
}
new_home
refused "no readable file" "$host/install" /nowhere/libischia_plugin.so
refused "no readable file" "$host/install" relative.so
refused "Usage" "$host/install"
refused "not absolute" "$host/install" "$library" sample agent.sock
[ -z "$(find "$HOME" -type f)" ] || fail "a refused install left something"

new_home
mkdir -p "$scripts"
ln -s /dev/null "$scripts/hook_script.py"
refused "is a link" "$host/install" "$library"

new_home '# mine'
echo '# also mine' >"$scripts/hook_script.before_ischia.py"
refused "Keep one of them" "$host/install" "$library"
[ "$(cat "$scripts/hook_script.py")" = '# mine' ] || fail "a hook script was overwritten"
"$host/uninstall" >/dev/null
[ "$(cat "$scripts/hook_script.py")" = '# mine' ] || fail "a foreign hook script was removed"
echo "installed, updated and uninstalled"
