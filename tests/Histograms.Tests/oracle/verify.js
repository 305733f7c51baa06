// Decodes what LoadGen encoded and compares figure by figure: node verify.js FOLDER (with ours.json and ours.hlog)
"use strict";

const assert = require("assert");
const fs = require("fs");
const path = require("path");
const hdr = require("hdr-histogram-js");
const { figures } = require("./figures.js");

const folder = process.argv[2];
const ours = JSON.parse(fs.readFileSync(path.join(folder, "ours.json"), "utf8")).cases;
assert.ok(ours.length > 0, "ours.json has no histograms");

// Sums in another order may differ in the last places; everything that is a count or a value must be equal.
function assertSame(theirs, expected, name) {
  for (const key of ["mean", "stdDev"]) {
    const difference = Math.abs(theirs[key] - expected[key]);
    assert.ok(difference <= 1e-9 * Math.max(1, Math.abs(expected[key])), `${name}: ${key} ${theirs[key]} and ${expected[key]}`);
  }
  const { name: _, base64: __, mean: ___, stdDev: ____, ...exact } = expected;
  const { mean: _____, stdDev: ______, ...theirExact } = theirs;
  assert.deepStrictEqual(theirExact, exact, `${name} differs`);
}

for (const expected of ours) {
  assertSame(figures(hdr.decodeFromCompressedBase64(expected.base64, 64)), expected, expected.name);
}

const log = fs.readFileSync(path.join(folder, "ours.hlog"), "utf8");
const reader = new hdr.HistogramLogReader(log, 64);
let intervals = 0;
for (let h = reader.nextIntervalHistogram(); h !== null; h = reader.nextIntervalHistogram()) {
  const expected = ours[intervals];
  assertSame(figures(h), expected, `log line of ${expected.name}`);
  assert.strictEqual(h.tag, intervals % 2 === 0 ? "even" : "NO TAG");
  assert.ok(Math.abs(h.startTimeStampMsec - (1_441_812_279_474 + 1000 * intervals)) < 1, "start time");
  assert.ok(Math.abs(h.endTimeStampMsec - h.startTimeStampMsec - 1000) < 1, "interval length");
  intervals++;
}
assert.strictEqual(intervals, ours.length, "intervals in ours.hlog");

console.log(`${ours.length} histograms and ${intervals} log lines of LoadGen read by hdr-histogram-js: all figures agree`);
