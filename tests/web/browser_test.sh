#!/usr/bin/env bash
# Drives the console in Chromium.
# Usage: browser_test.sh install|run WORK_FOLDER [ISCHIAD ISCHIA]
# install puts the pinned packages into WORK_FOLDER; run needs them, and leaves pictures there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mode=$1 work=$2

case $mode in
  install)
    node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' ||
      { echo "Node 18 or newer is needed to drive a browser."; exit 1; }
    mkdir -p "$work"
    if ! cmp -s "$here/package-lock.json" "$work/node_modules/.installed-lock"; then
      cp "$here/package.json" "$here/package-lock.json" "$work/"
      npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund
      cp "$here/package-lock.json" "$work/node_modules/.installed-lock"
    fi
    ;;
  run)
    export WEB_PACKAGES=$work PICTURES=$work/pictures ISCHIAD=$3 ISCHIA=$4
    node --test "$here"/browser/*.test.mjs
    ;;
  *)
    echo "Unknown mode: $mode"
    exit 2
    ;;
esac
