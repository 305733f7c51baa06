#!/usr/bin/env bash
# The report's page in a real browser: tests/Browser/run.sh. Installs Debian's Chromium where none is named (LOADGEN_CHROMIUM) and none is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ -z ${LOADGEN_CHROMIUM:-} ]] && [[ ! -e /usr/bin/chromium ]]; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
fi
exec dotnet test --project tests/Browser -c Release -p:LoadGenBrowserTests=true
