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

# The driver that comes with the browser tests' package; each opening in a browser of its own, as one that is opened for the first time.
readonly driver="$PWD/tests/Browser/bin/Release/net9.0/.playwright/package"
[[ -e $driver ]] || dotnet build tests/Browser -c Release --nologo -v quiet
node - "$driver" "$chromium" "$work/report.html" "$opens" <<'SCRIPT'
const [driver, executablePath, file, opens] = process.argv.slice(2);
const { chromium } = require(driver);
(async () => {
    for (let i = 0; i < Number(opens); i++) {
        const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(`file://${file}`);
        await page.waitForFunction(() => document.documentElement.dataset.openedMs);
        const [opened, points] = await page.evaluate(() => [document.documentElement.dataset.openedMs, document.querySelector('#chart-interactivity .drawing').dataset.points]);
        console.log(`opened in ${opened} ms, ${points} points in the first chart`);
        await browser.close();
    }
})().catch(error => { console.error(`report.sh: ${error.message}`); process.exit(1); });
SCRIPT
