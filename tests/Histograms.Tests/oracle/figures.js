// What is said of a histogram on both sides: by hdr-histogram-js here, by LoadGen in JsOracleTests.cs.
"use strict";

const percentiles = [0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100];
const ticksPerHalfDistance = 5;

function figures(h) {
  const isZeroCounted = h.totalCount === 0 || h.getCountAtIndex(0) > 0;
  return {
    lowest: h.lowestDiscernibleValue,
    highest: h.highestTrackableValue,
    digits: h.numberOfSignificantValueDigits,
    total: h.totalCount,
    min: isZeroCounted ? 0 : h.lowestEquivalentValue(h.minNonZeroValue),
    // Not h.maxValue: in 3.0.1 it is one unit too high when every value lies below the unit.
    max: h.getValueAtPercentile(100),
    mean: h.mean,
    stdDev: h.stdDeviation,
    percentiles: percentiles.map((p) => [p, h.getValueAtPercentile(p)]),
    recorded: walk(h.recordedValuesIterator, undefined, (s) => [s.valueIteratedTo, s.countAtValueIteratedTo]),
    steps: walk(h.percentileIterator, ticksPerHalfDistance, (s) => [
      s.valueIteratedTo,
      s.countAddedInThisIterationStep,
      s.totalCountToThisValue,
      s.percentileLevelIteratedTo,
    ]),
  };
}

function walk(iterator, argument, take) {
  iterator.reset(argument);
  const steps = [];
  while (iterator.hasNext()) {
    steps.push(take(iterator.next()));
  }
  return steps;
}

module.exports = { figures };
