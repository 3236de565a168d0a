#!/usr/bin/env bash
# A stock client decodes our error details. Usage: error_details_test.sh ERROR_DETAILS_SAMPLE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$1" | ruby "$here/decode_error_details.rb" | diff "$here/error_details.expect.json" -
