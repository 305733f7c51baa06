#!/usr/bin/env bash
# Checks LoadGen's tokenizer against the npm package gpt-tokenizer: the ids of o200k and cl100k for 10 MB of mixed text, from the
# package's own files of ranks, and again from a tokenizer.json made of them; exits non-zero on the first mismatch.
#   run.sh [SEED]    another text for each seed; a random one unless given.
#   run.sh --write   makes the checked-in fixture anew, with ranks trained for it.
# Needs node, npm and the .NET SDK. Neither package nor ranks are kept under version control.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
readonly bytes=10000000

cd "$here"
npm ci --no-audit --no-fund --silent

if [[ "${1:-}" == --write ]]; then
    exec node write.js 1 40000 "$project/data/oracle" 700
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node write.js "${1:-$RANDOM}" "$bytes" "$work"

cd "$project/../.."
LOADGEN_ORACLE_TOKENS="$work" \
    dotnet test --project "$project" -c Release -- --filter-class LoadGen.Tokenization.Tests.OracleTests
