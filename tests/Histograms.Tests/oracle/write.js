// Writes histograms encoded by hdr-histogram-js with its figures for them: node write.js SEED FILE
"use strict";

const fs = require("fs");
const hdr = require("hdr-histogram-js");
const { figures } = require("./figures.js");

const [seed, file] = [Number(process.argv[2]), process.argv[3]];

// A small generator of our own, so that a seed means the same values everywhere.
let state = seed >>> 0;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const uniform = (limit) => () => Math.floor(random() * limit);
const logNormal = (limit) => () => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(limit, Math.floor(Math.exp(Math.log(limit) / 3 + 1.5 * normal)));
};

function build(name, lowest, highest, digits, count, next) {
  const histogram = hdr.build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: lowest,
    highestTrackableValue: highest,
    numberOfSignificantValueDigits: digits,
  });
  for (let i = 0; i < count; i++) {
    histogram.recordValue(next());
  }
  // The encoder needs the histogram as it stands; the figures are taken afterwards.
  const base64 = hdr.encodeIntoCompressedBase64(histogram);
  return { name, base64, ...figures(histogram) };
}

const cases = [
  build("empty", 1, 3_600_000_000_000, 3, 0, null),
  build("only zero", 1, 1_000_000, 3, 7, () => 0),
  build("one value", 1, 3_600_000_000_000, 3, 1, () => 123_456_789),
  build("the highest value", 1, 2 ** 40, 4, 3, () => 2 ** 40),
  build("below the unit", 1000, 60_000_000, 2, 5, uniform(512)),
  ...[1, 2, 3, 4, 5].map((digits) =>
    build(`log-normal, ${digits} digits`, 1, 3_600_000_000, digits, 400, logNormal(3_600_000_000))),
  ...[1, 7, 1000, 20_000].map((lowest) =>
    build(`uniform, unit ${lowest}`, lowest, 10_000_000, 2, 500, uniform(10_000_000))),
];

fs.writeFileSync(file, JSON.stringify({ by: "hdr-histogram-js 3.0.1", seed, cases }) + "\n");
console.log(`${cases.length} histograms encoded by hdr-histogram-js, seed ${seed}`);
