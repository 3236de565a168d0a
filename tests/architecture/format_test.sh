#!/usr/bin/env bash
# Every source file is as .clang-format would leave it.
set -euo pipefail
cd "$1"
find service integration plugin tests \( -name '*.cc' -o -name '*.h' -o -name '*.c' \) -print0 |
  xargs -0 clang-format --dry-run --Werror
