"""Writes statistics.json: samples with the figures that numpy computes by default. Needs numpy 1.22 or later."""
import json
import pathlib

import numpy as np

PERCENTILES = [0, 1, 5, 25, 50, 75, 90, 95, 99, 99.9, 100]


def case(name, values):
    return {
        "name": name,
        "values": sorted(float(v) for v in values),
        "mean": float(np.mean(values)),
        "std": float(np.std(values)),
        "percentiles": [[p, float(np.percentile(values, p))] for p in PERCENTILES],
    }


random = np.random.RandomState(7)
cases = [
    case("one", [42.0]),
    case("two", [1.0, 2.0]),
    case("equal", [5.0] * 9),
    case("ten", list(range(10))),
    case("skewed", [round(v, 3) for v in random.lognormal(3, 1.5, 101)]),
    case("nanoseconds", [int(v) for v in random.gamma(2.0, 3e9, 64)]),
]
pathlib.Path(__file__).with_name("statistics.json").write_text(json.dumps(cases, indent=1) + "\n")
