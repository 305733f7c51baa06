#!/usr/bin/env bash
# How long a report takes to write and to open: perf/report.sh [ROWS] [LOADGEN]     (default 2000 rows, artifacts/linux-x64/loadgen)
# Needs node and Chromium (LOADGEN_CHROMIUM names another than /usr/bin/chromium). perf/README.md says what the figures are.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly rows="${1:-2000}"
readonly loadgen="${2:-artifacts/linux-x64/loadgen}"
readonly chromium="${LOADGEN_CHROMIUM:-/usr/bin/chromium}"
readonly opens=5
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# InferenceX's rows over and over, each with a concurrency of its own and figures moved by up to a third: no two are one point.
node - "$rows" tests/Results.Tests/data/dsr1_rows.json "$work/rows.json" <<'SCRIPT'
const fs = require('fs');
const [count, source, target] = process.argv.slice(2);
const base = JSON.parse(fs.readFileSync(source, 'utf8'));
let seed = 1;
const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
const rows = Array.from({ length: Number(count) }, (_, i) => {
    const row = structuredClone(base[i % base.length]);
    const factor = 0.75 + 0.5 * random();
    row.isl = row.osl = 1024;
    row.conc = 1 + i;
    for (const key of Object.keys(row.metrics)) {
        row.metrics[key] *= /tput|intvty/.test(key) ? factor : 1 / factor;
    }

    return row;
});
fs.writeFileSync(target, JSON.stringify(rows));
SCRIPT

started_us="${EPOCHREALTIME/./}"
"$loadgen" report "$work/rows.json" -o "$work/report.html"
echo "written in $(( (${EPOCHREALTIME/./} - started_us) / 1000 )) ms"
for (( i = 0; i < opens; i++ )); do
    opened_ms="$("$chromium" --headless --no-sandbox --disable-gpu --window-size=1440,900 --user-data-dir="$work/profile-$i" --timeout=20000 --dump-dom \
        "file://$work/report.html" 2>/dev/null | grep -oE -m 1 'data-opened-ms="[0-9]+"' | grep -oE '[0-9]+')" || { echo "report.sh: the page did not open" >&2; exit 1; }
    echo "opened in $opened_ms ms"
done
