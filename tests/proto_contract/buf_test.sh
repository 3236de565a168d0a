#!/usr/bin/env bash
# The contract keeps to its rules (lint) and to what was released (breaking).
# Usage: buf_test.sh install|lint|breaking|refuses-rename PROTO_FOLDER WORK_FOLDER
# install puts the pinned buf into WORK_FOLDER; the others need it there.
set -euo pipefail
mode=$1 proto=$2 work=$3
buf=$work/node_modules/.bin/buf
released=$proto/ischia.v1.binpb

case $mode in
  install)
    node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' ||
      { echo "Node 18 or newer is needed to run buf."; exit 1; }
    mkdir -p "$work"
    if ! cmp -s "$proto/package-lock.json" "$work/node_modules/.installed-lock"; then
      cp "$proto/package.json" "$proto/package-lock.json" "$work/"
      npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund
      cp "$proto/package-lock.json" "$work/node_modules/.installed-lock"
    fi
    "$buf" --version
    ;;
  lint)
    "$buf" lint "$proto"
    ;;
  breaking)
    "$buf" breaking "$proto" --against "$released"
    ;;
  refuses-rename)
    copy=$(mktemp -d "$work/copy.XXXXXX")
    trap 'rm -rf "$copy"' EXIT
    cp -r "$proto/buf.yaml" "$proto/ischia" "$copy/"
    sed -i 's/ knee_extension_deficit_degrees = / knee_deficit_degrees = /' \
      "$copy/ischia/v1/assessment.proto"
    if findings=$("$buf" breaking "$copy" --against "$released"); then
      echo "A renamed field was not refused."
      exit 1
    fi
    echo "$findings"
    grep -q 'from "knee_extension_deficit_degrees" to "knee_deficit_degrees"' <<<"$findings"
    ;;
  *)
    echo "Unknown mode: $mode"
    exit 2
    ;;
esac
