#!/usr/bin/env python3
"""Replays an hour of agents' sessions, or a dataset, 60 times as fast against the simulated engine, and checks the records.

  replay.py LOADGEN [--dataset FILE.jsonl --dataset-format mooncake] [--speedup 60] [--port 18080]

Checked from records.jsonl and the dataset alone: lengths, order in a session, gaps, starts. Memory is sampled and printed, not judged.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.request


def agents(path, sessions=200, seed=1):
    """Agents over an hour: a few common beginnings, contexts that grow turn by turn, tools that take between half a second and 90."""
    rng = random.Random(seed)
    with open(path, "w") as file:
        for s in range(sessions):
            history = [rng.randrange(4) * 1000 + i for i in range(20)]
            turns = []
            for t in range(rng.randint(3, 16)):
                history = history + [1_000_000 + s * 10_000 + len(history) + i for i in range(rng.randint(2, 20))]
                when = {"delay": rng.choice([500, 2000, 20_000, 90_000])} if t else {"timestamp": s * 3_000_000 / sessions}
                turns.append({"hash_ids": history, "input_tokens": len(history) * 64 + rng.randrange(64), "output_tokens": rng.randint(5, 60), **when})
            file.write(json.dumps({"session_id": str(s), "block_size": 64, "turns": turns}) + "\n")


def expected(path, form):
    """Session -> (start in s, [(input, output, gap in s)]), as recorded."""
    rows = [json.loads(line) for line in open(path)]
    if form == "mooncake":
        first = rows[0]["timestamp"]
        return {str(i): ((r["timestamp"] - first) / 1e3, [(r["input_length"], r["output_length"], 0)]) for i, r in enumerate(rows)}
    return {r["session_id"]: (r["turns"][0]["timestamp"] / 1e3, [(t["input_tokens"], t["output_tokens"], t.get("delay", 0) / 1e3) for t in r["turns"]]) for r in rows}


def check(wanted, records, speedup):
    problems = []
    sessions = {}
    for record in records:
        sessions.setdefault(record["session"], []).append(record)
    if sessions.keys() != wanted.keys():
        problems.append(f"{len(sessions)} sessions of {len(wanted)}")
    for name, turns in sessions.items():
        start, plan = wanted[name]
        turns.sort(key=lambda r: r["send_s"])
        if [(r["turn"], r["input_tokens"], r["output_tokens"]) for r in turns] != [(i + 1, p[0], p[1]) for i, p in enumerate(plan)]:
            problems.append(f"session {name}: other turns, order or lengths")
            continue
        if abs(turns[0]["intended_s"] - start / speedup) > 1e-6 or turns[0]["send_s"] < turns[0]["intended_s"]:
            problems.append(f"session {name}: began at another time")
        for before, record, (_, _, gap) in zip(turns, turns[1:], plan[1:]):
            if record["send_s"] < before["end_s"] + gap / speedup - 1e-8:
                problems.append(f"session {name}: turn {record['turn']} began within its gap")
    return problems


def resident_mb(pid):
    try:
        line = next(l for l in open(f"/proc/{pid}/status") if l.startswith("VmRSS"))
        return int(line.split()[1]) // 1000
    except (OSError, StopIteration):
        return None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("loadgen")
    arguments.add_argument("--dataset")
    arguments.add_argument("--dataset-format", default="sessions")
    arguments.add_argument("--speedup", type=float, default=60)
    arguments.add_argument("--port", type=int, default=18080)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dataset = given.dataset or str(pathlib.Path(folder, "agents.jsonl"))
        if not given.dataset:
            agents(dataset)
        engine = subprocess.Popen([given.loadgen, "simulate", "--port", str(given.port), "--ttft", "5ms", "--itl", "0.1ms", "--cached-prefix"], stdout=subprocess.DEVNULL)
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{given.port}/health", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            out = str(pathlib.Path(folder, "run"))
            bench = subprocess.Popen([
                given.loadgen, "bench", "--url", f"http://127.0.0.1:{given.port}", "--api", "completions", "--sessions", dataset,
                "--dataset-format", given.dataset_format, "--recorded-starts", "--speedup", str(given.speedup), "--output", out, "--allow-invalid", "--progress", "none"])
            memory = []
            while bench.poll() is None:
                memory.append(resident_mb(bench.pid))
                time.sleep(2)
        finally:
            engine.terminate()
            engine.wait()
        if bench.returncode != 0:
            sys.exit(f"bench ended with {bench.returncode}")
        result = json.loads(pathlib.Path(out, "result.json").read_text())
        records = [json.loads(line) for line in open(pathlib.Path(out, "records.jsonl"))]
        problems = check(expected(dataset, given.dataset_format), records, given.speedup)
        cache = result["cache"]
        print(f"{len(records)} turns of {result['sessions']['started']} sessions; resident MB: {[m for m in memory if m]}")
        print(f"cache hits: {cache['hit_rate']} by usage, {cache['theoretical_hit_rate']} in theory")
        for problem in problems[:20]:
            print(problem)
        sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
