#!/usr/bin/env bash
# plugin.h compiles alone in every language version a host may be written in, with every warning on,
# by two compilers.   header_test.sh INCLUDE_FOLDER
set -euo pipefail
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
echo '#include "ischia/plugin.h"
static const ischia_api* table;
int main(void) { return ischia_plugin_get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &table); }' \
  >"$source/host.c"
cp "$source/host.c" "$source/host.cc"
flags=(-Wall -Wextra -pedantic -Werror -fsyntax-only -I "$1")
for standard in c99 c11 c17; do
  gcc "-std=$standard" "${flags[@]}" "$source/host.c"
  clang-14 "-std=$standard" "${flags[@]}" "$source/host.c"
done
for standard in c++11 c++14 c++17 c++20; do
  g++ "-std=$standard" "${flags[@]}" "$source/host.cc"
  clang++-14 "-std=$standard" "${flags[@]}" "$source/host.cc"
done
