#!/usr/bin/env python3
"""Holds simulated engines whose latencies are known to SLAs, and compares the verdicts with the truth.

  verdicts.py LOADGEN [--runs 50] [--skip-search] [--port 18080]

Runs: engines with log-normal times (`--ttft-sigma`, `--itl-sigma`: a percentile is median * exp(sigma * z)) and faults of a known share,
bounds on either side of the truth, and one seed each. Searches: an engine with so many slots is a queue whose capacity is known; the
highest rate and concurrency that keep a TTFT are computed here (Kiefer and Wolfowitz's recurrence, a million requests) and searched for there.
Ends with 1 when a verdict is wrong or a search is more than 5% off.
"""
import argparse
import heapq
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

PASS, FAIL, UNKNOWN = 0, 1, 5
Z99 = 2.3263478740408408
TTFT_MS, SIGMA = 20, 0.3
TRUE_P99_MS = TTFT_MS * math.exp(SIGMA * Z99)


class Engine:
    def __init__(self, loadgen, port, *options):
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([loadgen, "simulate", "--port", str(port), "--until-eof", *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(self.url + "/health", timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the engine is not there")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)


def sla(path, load, *objectives, confidence=0.99):
    lines = [f"name: {path.stem}", f"confidence: {confidence}", "load:", *(f"  {key}: {value}" for key, value in load.items()), "objectives:"]
    path.write_text("\n".join(lines + [f"  - {{ {objective} }}" for objective in objectives]) + "\n")
    return path


def cases():
    """Name, engine's options, load, objectives, the verdict that is true."""
    base = ["--ttft", f"{TTFT_MS}ms", "--ttft-sigma", str(SIGMA), "--itl", "2ms", "--itl-sigma", "0.2"]
    load = {"concurrency": 32, "isl": 16, "osl": 8, "requests": 3000}
    ttft = "metric: ttft, percentile: 99, max: %.1fms"
    return [
        ("p99 TTFT half as large again as the truth", base, load, [ttft % (1.5 * TRUE_P99_MS)], PASS),
        ("p99 TTFT at three quarters of the truth", base, load, [ttft % (0.75 * TRUE_P99_MS)], FAIL),
        ("p90 TTFT and a TPOT that hold", base, load, [f"metric: ttft, percentile: 90, max: {1.4 * TTFT_MS * math.exp(SIGMA * 1.2816):.1f}ms",
                                                       "metric: tpot, requests: 95%, max: 6ms"], PASS),
        ("two hold, one does not", base, load, [ttft % (2 * TRUE_P99_MS), "metric: error_rate, max: 2%", "metric: tpot, percentile: 90, max: 1.5ms"], FAIL),
        ("too few requests for a p99", base, load | {"requests": 400}, [ttft % (2 * TRUE_P99_MS)], UNKNOWN),
        ("one error in 20 against 1%", base + ["--fault", "status:503@20"], load, ["metric: error_rate, max: 1%"], FAIL),
        ("one error in 1,000 against 1%", base + ["--fault", "status:503@1000"], load, ["metric: error_rate, max: 1%"], PASS),
        ("one answer in 30 cut short, p99 TTFT counts it", base + ["--fault", "cut:3@30"], load, [ttft % (3 * TRUE_P99_MS)], FAIL),
        ("one answer in 30 cut short against 0.5%", base + ["--fault", "cut:3@30"], load, ["metric: truncation_rate, max: 0.5%"], FAIL),
        ("one request in 25 limited against 1%", base + ["--fault", "status:429@25"], load, ["metric: rate_limit_rate, max: 1%"], FAIL),
    ]


def check(loadgen, engine, file, folder, *more):
    run = subprocess.run([loadgen, "check", str(file), "--url", engine.url, "--output", str(folder), "--progress", "none", *more],
                         capture_output=True, text=True, timeout=900)
    return run


def verdicts(loadgen, work, runs, port):
    """Every case in turn, with seeds of its own, until so many were made."""
    wrong = []
    all_cases = cases()
    print(f"{'verdict':>8} {'true':>5} {'requests':>9} {'s':>5}  case (true p99 TTFT {TRUE_P99_MS:.1f} ms)")
    for i in range(runs):
        name, options, load, objectives, truth = all_cases[i % len(all_cases)]
        folder = work / f"run-{i}"
        started = time.monotonic()
        with Engine(loadgen, port + i % 50, "--seed", str(i), *options) as engine:
            run = check(loadgen, engine, sla(work / f"case-{i}.yaml", load | {"seed": i}, *objectives), folder, "--allow-invalid")
        document = folder / "verdict.json"
        judged = json.loads(document.read_text())["requests"]["judged"] if document.exists() else "-"
        right = run.returncode == truth
        print(f"{run.returncode:>8} {truth:>5} {judged!s:>9} {time.monotonic() - started:>5.1f}  {name}{'' if right else '  WRONG'}", flush=True)
        if not right:
            wrong.append(name)
            print(run.stdout[-3000:], run.stderr[-2000:])
    print(f"{runs - len(wrong)} of {runs} verdicts right")
    return len(wrong)


def wait_quantile(rate, slots, service_s, quantile, requests=400_000):
    """The quantile of the time before service of Poisson arrivals at so many servers of constant service."""
    rng = random.Random(1)
    free = [0.0] * slots
    now, waits = 0.0, []
    for _ in range(requests):
        now += rng.expovariate(rate)
        start = max(now, free[0])
        heapq.heapreplace(free, start + service_s)
        waits.append(start - now)
    waits.sort()
    return waits[int(quantile * requests)]


def highest_rate(slots, service_s, wait_s, quantile):
    low, high = 0.3 * slots / service_s, slots / service_s
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if wait_quantile(middle, slots, service_s, quantile) <= wait_s else (low, middle)
    return low


def searches(loadgen, work, port):
    slots, ttft_ms, itl_ms, osl = 16, 40, 5, 13
    service_s = (ttft_ms + (osl - 1) * itl_ms) / 1e3
    options = ["--slots", str(slots), "--ttft", f"{ttft_ms}ms", "--itl", f"{itl_ms}ms"]
    wait_ms = 100
    rate = highest_rate(slots, service_s, wait_ms / 1e3, 0.9)
    # Round and round: with n under way a request waits for the n - slots before it, slots at a time.
    concurrency = slots + int(slots * wait_ms / 1e3 / service_s)
    bad = 0
    for axis, truth, load, most in (("rate", rate, {"rate": 100, "duration": "30s"}, 400), ("concurrency", concurrency, {"concurrency": 8, "requests": 2000}, 200)):
        folder = work / f"search-{axis}"
        file = sla(work / f"search-{axis}.yaml", load | {"isl": 16, "osl": osl}, f"metric: ttft, percentile: 90, max: {ttft_ms + wait_ms + 5}ms")
        started = time.monotonic()
        with Engine(loadgen, port, *options) as engine:
            run = check(loadgen, engine, file, folder, "--find-max", axis, "--to", str(most), "--allow-invalid")
        print(run.stdout[-2500:], run.stderr[-1500:])
        document = json.loads((folder / "search.json").read_text())
        found = document["estimate"]
        off = abs(found / truth - 1)
        bad += off > 0.05
        print(f"find-max {axis}: {found} found ({document['highest_pass']} to {document['lowest_fail']}), {truth:.1f} true"
              f" (capacity {slots / service_s:.1f} requests/s), {100 * off:.1f}% off, {time.monotonic() - started:.0f} s{'  WRONG' if off > 0.05 else ''}", flush=True)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("loadgen")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--skip-search", action="store_true")
    parser.add_argument("--port", type=int, default=18080)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loadgen-verdicts-") as folder:
        work = pathlib.Path(folder)
        bad = verdicts(arguments.loadgen, work, arguments.runs, arguments.port)
        if not arguments.skip_search:
            bad += searches(arguments.loadgen, work, arguments.port)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
