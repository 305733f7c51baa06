#!/usr/bin/env bash
# Checks LoadGen's histograms against the npm package hdr-histogram-js, both ways; exits non-zero on the first mismatch.
#   run.sh [SEED]    fresh histograms from hdr-histogram-js (a random seed unless given) must decode to its figures here,
#                    and those that LoadGen encodes must decode to LoadGen's figures there.
#   run.sh --write   makes the checked-in fixture anew.
# Needs node, npm and the .NET SDK.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")

cd "$here"
npm ci --no-audit --no-fund --silent

if [[ "${1:-}" == --write ]]; then
    exec node write.js 1 "$project/fixtures/hdr-histogram-js.json"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node write.js "${1:-$RANDOM}" "$work/theirs.json"

cd "$project/../.."
LOADGEN_ORACLE_INPUT="$work/theirs.json" LOADGEN_ORACLE_OUTPUT="$work" \
    dotnet test --project "$project" -- --filter-class LoadGen.Histograms.Tests.JsOracleTests

node "$here/verify.js" "$work"
