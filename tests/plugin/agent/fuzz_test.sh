#!/usr/bin/env bash
# Fuzzes a reader for 20 seconds, from a copy of the corpus: fuzz_test.sh FUZZER CORPUS
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
export ASAN_OPTIONS=quarantine_size_mb=16  # the limit of memory is meant for the reader
"$1" -max_total_time=20 -max_len=8192 -timeout=1 -rss_limit_mb=256 -print_final_stats=1 \
  -artifact_prefix="$work/" "$work/corpus" "$2" ||
  { for found in "$work"/*-*; do echo "$found"; base64 "$found"; done; exit 1; }
