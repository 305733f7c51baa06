#!/usr/bin/env bash
# What this client costs and how true it is, against the floor and, where it is at hand, InferenceX's Python client: one
# paced server, one machine, the clients in turn within each round. perf/README.md says how to read what it prints.
#
#   perf/compare.sh [--rounds N] [--scenarios LIST] [--quick] [--keep DIR]
#
#   --rounds N         rounds of each scenario, figures are medians over them (default 5; starved: 10)
#   --scenarios LIST   of 1000x50,2000x40,at-once,step,sustained,memory,starved (default: all)
#   --quick            a tenth of the streams, one short round: shows that everything runs, measures nothing
#   --keep DIR         keep each run's row (runs.tsv) and its files
#
# Environment:
#   LOADGEN              the native binary                      (default artifacts/linux-x64/loadgen)
#   LOADGEN_ARGS         more options of `bench` for every run  (default none)
#   SERVER_CORES         cores of the server, as taskset -c     (default: the first that this shell may use)
#   CLIENT_CORES         cores of the clients                   (default: the second)
#   SERVER_THREADS       the server's threads                   (default 1)
#   PORT                 the server's port                      (default 9187)
#   SUSTAINED_STEP       streams added at each level of the scenario "sustained" (default 500)
#   INFERENCEX_CLIENT    path to InferenceX's benchmark_serving.py; left out when not set
#   INFERENCEX_PYTHON    an interpreter that has its packages   (default python3)
#   INFERENCEX_PYTHONPATH  folders with its tokenizer library, or a stub of it where one word is one token
#
# Exit codes: 0; 1 where a token that the server sent is missing from loadgen's records (not under "sustained" and "starved",
# which go beyond what a client can bear); 2 bad usage. Figures out of bounds are for the reader to judge.
set -euo pipefail
cd "$(dirname "$0")/.."
source perf/compare/clients.sh
source perf/compare/cores.sh
source perf/compare/table.sh
source perf/compare/scenarios.sh

usage() {
    sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
}

fail() {
    echo "compare.sh: $1" >&2
    exit 2
}

rounds="" quick="" keep="" chosen="1000x50,2000x40,at-once,step,sustained,memory,starved"
while (( $# )); do
    case "$1" in
        --rounds) rounds="${2:?--rounds needs a number}"; shift 2 ;;
        --scenarios) chosen="${2:?--scenarios needs a list}"; shift 2 ;;
        --quick) quick=1; shift ;;
        --keep) keep="${2:?--keep needs a folder}"; shift 2 ;;
        --help|-h) usage; exit 0 ;;
        *) usage >&2; fail "'$1' is no option" ;;
    esac
done
[[ -z $rounds || $rounds =~ ^[1-9][0-9]*$ ]] || fail "--rounds: '$rounds' is not a whole number of at least 1"

readonly loadgen="${LOADGEN:-artifacts/linux-x64/loadgen}" port="${PORT:-9187}"
readonly inferencex="${INFERENCEX_CLIENT:-}" python="${INFERENCEX_PYTHON:-python3}"
[[ -x $loadgen ]] || fail "$loadgen is not there: run tools/publish.sh, or name the binary in LOADGEN"
choose_cores
make -s -C perf/floor

clients=(floor loadgen)
if [[ -z $inferencex ]]; then
    echo "InferenceX's client is left out: INFERENCEX_CLIENT does not name it."
elif ! reason="$(inferencex_problem)"; then
    echo "InferenceX's client is left out: $reason"
else
    clients+=(inferencex)
fi

if [[ -n $keep ]]; then mkdir -p "$keep"; work="$keep"; else work="$(mktemp -d)"; fi
readonly work
finish() {
    stop_server
    stop_hog
    [[ -n $keep ]] || rm -rf "$work"
}
trap finish EXIT
: >"$work/runs.tsv"
lost=""

# Every stream is a file descriptor, here and in the server.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

echo "server on cores $server_cores, clients on cores $client_cores; $("$loadgen" --version | head -n 1); $(uname -sr); load $(cut -d' ' -f1 /proc/loadavg)"
IFS=, read -ra names <<<"$chosen"
for name in "${names[@]}"; do
    run_scenario "$name"
done
[[ -z $lost ]] || { echo "compare.sh: loadgen's records lack tokens that the server sent:$lost" >&2; exit 1; }
