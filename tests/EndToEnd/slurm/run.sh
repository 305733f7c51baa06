#!/usr/bin/env bash
# loadgen launch, and a bench of several tasks, against a real Slurm: munge, one slurmctld and two slurmd on this machine, in a folder of their own, on ports of their own.
# A pair (simulated prefill and decode engines, each a job step on a node of its own, the router a third) is launched as a job, measured,
# and cancelled; then again with the launcher killed. Two tasks make one run that equals a single client's; one of two is killed. A sweep starts each
# engine as a job. Nothing may be left in the queue. Installs Debian's packages where they are missing.
#   tests/EndToEnd/slurm/run.sh [LOADGEN]      default: artifacts/linux-x64/loadgen, else the build of src/Cli
set -euo pipefail
root="$(cd "$(dirname "$0")/../../.." && pwd)"
readonly root
readonly wait_s=60
# shellcheck source=tests/EndToEnd/common.sh
source "$root/tests/EndToEnd/common.sh"

if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v munged >/dev/null; then
    [[ $(id -u) == 0 ]] || { echo "error: install slurmctld, slurmd, slurm-client and munge" >&2; exit 2; }
    apt-get update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null
fi

[[ $(id -u) == 0 ]] || { echo "error: slurmd must be started as root" >&2; exit 2; }
loadgen="$(loadgen_of "$root" "${1:-}")"
readonly loadgen

work="$(mktemp -d /tmp/loadgen-slurm-XXXXXX)"
readonly work
trap stop_all EXIT

echo "=== munge"
mkdir -p "$work"/{munge,state,spool1,spool2,run}
chmod 755 "$work"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none
chmod 400 "$work/munge/key"
chmod 755 "$work/munge"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
    --log-file="$work/munge/log" --seed-file="$work/munge/seed" >"$work/munge/out" 2>&1 &
pids+=($!)
until_true "munge" munge --no-input --socket="$work/munge/socket"

echo "=== slurmctld and two slurmd"
ctld_port="$(free_port)"; node1_port="$(free_port)"; node2_port="$(free_port)"
host="$(hostname -s)"
cat >"$work/slurm.conf" <<CONF
ClusterName=loadgen
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
SlurmctldPort=$ctld_port
SlurmctldPidFile=$work/slurmctld.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdPidFile=$work/slurmd.%n.pid
SlurmdLogFile=$work/slurmd.%n.log
SlurmdSpoolDir=$work/spool.%n
StateSaveLocation=$work/state
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
KillWait=5
InactiveLimit=0
NodeName=node1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$node1_port CPUs=2 RealMemory=1000 State=UNKNOWN
NodeName=node2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$node2_port CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=test Nodes=node1,node2 Default=YES MaxTime=10 State=UP
CONF
export SLURM_CONF="$work/slurm.conf"
# Of an outer job, if this runs in one: the launcher would take its nodes.
unset SLURM_JOB_ID SLURM_JOBID
slurmctld -D -f "$SLURM_CONF" >"$work/slurmctld.out" 2>&1 &
pids+=($!)
for node in node1 node2; do
    slurmd -D -N "$node" -f "$SLURM_CONF" >"$work/slurmd.$node.out" 2>&1 &
    pids+=($!)
done
nodes_idle() { [[ "$(sinfo --noheader --format=%t%D)" == idle2 ]]; }
until_true "two idle nodes" nodes_idle
srun --nodes=2 --ntasks=2 true

queue_empty() { [[ -z "$(squeue --noheader)" ]]; }
none_left() { ! grep -qsz "LOADGEN_LAUNCH=$1" /proc/[0-9]*/environ; }
launch=("$loadgen" launch "$work/pair.yaml" --executor slurm --slurm-gpus none --slurm-time 5 --gpus-per-node 1)

# The simulated pair. A node has one GPU, it says, so that each half gets one of its own.
cat >"$work/pair.yaml" <<'RECIPE'
extends: process/simulated-sglang
about: the simulated pair, a node for each half
roles:
  prefill: { gpus: 1 }
  decode: { gpus: 1 }
RECIPE

echo "=== a pair as a job, measured"
"${launch[@]}" --port "$(free_port)" --output "$work/one" -- sh -c \
    "exec '$loadgen' bench --url \$LOADGEN_URL --model \$LOADGEN_MODEL --requests 20 --concurrency 4 --isl 16 --osl 16 --allow-invalid --output $work/bench"
until_true "an empty queue" queue_empty
grep -q '"state": "stopped"' "$work/one/manifest.json"
grep -q '"job_step": "[0-9]*\.[0-9]*"' "$work/one/manifest.json"
grep -q '"node": "node1"' "$work/one/manifest.json"

echo "=== the launcher killed"
"${launch[@]}" --port "$(free_port)" --output "$work/two" >"$work/two.out" 2>"$work/two.err" &
launcher=$!
until_true "a launch that serves" grep -q '^ready: ' "$work/two.out"
id="$(sed -n 's/.*"launch": "\([0-9a-f]*\)".*/\1/p' "$work/two/manifest.json")"
kill -KILL "$launcher"
wait "$launcher" 2>/dev/null || true
until_true "an empty queue" queue_empty
until_true "no process left" none_left "$id"

echo "=== ctrl-c while the job waits for nodes"
salloc --quiet --nodes=2 --exclusive --no-shell --job-name=other
"${launch[@]}" --port "$(free_port)" --output "$work/three" >"$work/three.out" 2>"$work/three.err" &
launcher=$!
waiting() { [[ "$(squeue --noheader --states=PENDING --format=%j)" == loadgen-* ]]; }
until_true "a job in the queue" waiting
kill -TERM "$launcher"
code=0
wait "$launcher" || code=$?
(( code == 130 )) || { cat "$work/three.err"; echo "error: exit code $code instead of 130" >&2; exit 1; }
others_left() { [[ "$(squeue --noheader --format=%j)" == other ]]; }
until_true "only the other job in the queue" others_left
scancel --name=other
until_true "an empty queue" queue_empty

echo "=== one run of two tasks"
engine_port="$(free_port)"
"$loadgen" simulate --port "$engine_port" --model sim --ttft 20ms --itl 5ms >"$work/engine.out" 2>&1 &
engine=$!
pids+=("$engine")
until_true "a simulated engine" grep -q 'simulated engine at' "$work/engine.out"
bench=("$loadgen" bench --url "http://127.0.0.1:$engine_port" --model sim --api completions --isl 64 --osl 20 --range-ratio 0.8 --allow-invalid --progress none)
# key FILE NAME [BLOCK]: the first number or word of that name in a result, or in a block of it.
key() { sed -n '/^  "'"${3:-schema}"'": /,$p' "$1/result.json" | sed -n 's/^ *"'"$2"'": "\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1/p' | head -n 1; }
# What was asked for: index and lengths of every request.
asked() { sed 's/.*"index":\([0-9]*\),.*"requested_input_tokens":\([0-9]*\),"requested_output_tokens":\([0-9]*\).*/\1 \2 \3/' "$1/records.jsonl" | sort -n; }
# latency FILE METRIC: its median and p99.
latency() { sed -n '/^  "metrics": {/,/^  }/p' "$1/result.json" | sed -n '/"'"$2"'": {/,/}/p' | sed -n 's/.*"\(p50\|p99\)": \([0-9.]*\).*/\1 \2/p' | tr '\n' ' '; }
same() { [[ "$2" == "$3" ]] || { echo "error: $1: $3 instead of $2" >&2; exit 1; }; }

"${bench[@]}" --concurrency 8 --requests 200 --output "$work/single" >/dev/null
"${bench[@]}" --concurrency 8 --requests 200 --slurm-ntasks 2 --srun-option=--nodes=2 --output "$work/tasks" >/dev/null
same "status" complete "$(key "$work/tasks" status)"
for count in outcomes.requested outcomes.completed tokens.input tokens.output tokens.chunks; do
    same "$count" "$(key "$work/single" "${count#*.}" "${count%.*}")" "$(key "$work/tasks" "${count#*.}" "${count%.*}")"
done
same "requests completed" 200 "$(key "$work/tasks" completed outcomes)"
diff <(asked "$work/single") <(asked "$work/tasks")
same "hosts" "node1 node2" "$(sed -n '/"clients": \[/,/^  \]/s/.*"host": "\([^"]*\)".*/\1/p' "$work/tasks/result.json" | sort | tr '\n' ' ' | sed 's/ $//')"
for metric in ttft_ms itl_ms e2e_ms; do
    echo "$metric: one client $(latency "$work/single" "$metric")| two tasks $(latency "$work/tasks" "$metric")"
done
sed -n '/"clients": \[/,/^  \]/s/.*"\(offset_[a-z_]*\)": \(.*\),/\1 \2/p' "$work/tasks/result.json"

echo "=== a sweep, a job for each engine"
cat >"$work/one.yaml" <<'RECIPE'
extends: process/simulated
about: one simulated engine
RECIPE
cat >"$work/sweep.yaml" <<SWEEP
name: slurm
defaults:
  model: sim
  precision: bf16
  sku: h200
  scenarios: [{ isl: 16, osl: 16 }]
  load: { requests_per_conc: 2, warmup_per_conc: 1, allow_invalid: true }
  limits: { point_s: 60, start_s: 60 }
  launch: { executor: slurm, gpus_per_node: 1, port: $(free_port), slurm: { gpus: none, time: "5", wait_s: 60 } }
configurations:
  - { name: pool, framework: vllm, recipe: $work/one.yaml, search_space: [{ tp: 1, conc_list: [2, 4] }] }
  - { name: pair, framework: sglang, recipe: $work/pair.yaml, search_space: [{ prefill: { tp: 1 }, decode: { tp: 1 }, conc_list: [2, 4] }] }
SWEEP
"$loadgen" sweep "$work/sweep.yaml" --output "$work/sweep" --progress plain
until_true "an empty queue" queue_empty
for point in pool-h200-tp1-16x16-c{2,4} pair-h200-p1tp1-d1tp1-16x16-c{2,4}; do
    same "requests of $point" complete "$(key "$work/sweep/points/$point" status)"
done
grep -q '"node": "node2"' "$work"/sweep/launches/pair-*/manifest.json
[[ -s "$work/sweep/report.html" ]]

echo "=== a schedule of two tasks, inside an allocation"
salloc --quiet --nodes=2 --ntasks=2 "${bench[@]}" --rate 100 --requests 200 --slurm-ntasks 2 --output "$work/schedule" >/dev/null
"${bench[@]}" --rate 100 --requests 200 --output "$work/schedule-single" >/dev/null
diff <(asked "$work/schedule-single") <(asked "$work/schedule")
same "status" complete "$(key "$work/schedule" status)"

echo "=== a task killed"
"${bench[@]}" --concurrency 8 --requests 4000 --slurm-ntasks 2 --srun-option=--nodes=2 --output "$work/killed" >"$work/killed.out" 2>"$work/killed.err" &
run=$!
task_of() { grep -lz "^SLURM_PROCID=$1\$" $(grep -lsz '^LOADGEN_CLIENT_OF=' /proc/[0-9]*/environ) 2>/dev/null | cut -d/ -f3 | while read -r pid; do [[ "$(readlink "/proc/$pid/exe")" != *srun* ]] && echo "$pid"; done | head -n 1; }
# Both are under way when both have ended requests.
both_measured() { grep -q '"client":0' "$work/killed/records.jsonl" && grep -q '"client":1' "$work/killed/records.jsonl"; }
until_true "requests of both tasks" both_measured
kill -KILL "$(task_of 1)"
code=0
wait "$run" || code=$?
same "exit code" 1 "$code"
same "status" partial "$(key "$work/killed" status)"
grep -q 'loadgen: client 1 (node2) was lost' "$work/killed.err"
grep -q 'client 1 (node2) was lost: .* are lost"' "$work/killed/result.json"
same "the other's requests" 2000 "$(grep -c '"client":0' "$work/killed/records.jsonl")"
same "records" "$(key "$work/killed" requested outcomes)" "$(wc -l <"$work/killed/records.jsonl" | tr -d ' ')"
until_true "an empty queue" queue_empty

echo "=== a job that cannot be"
code=0
"${bench[@]}" --concurrency 8 --slurm-ntasks 2 --srun-option=--partition=nowhere --output "$work/impossible" >/dev/null 2>"$work/impossible.err" || code=$?
same "exit code" 1 "$code"
grep -q 'loadgen: 0 of 2 clients came: srun ended' "$work/impossible.err"
kill "$engine"
# As test runs sum up.
printf '  failed: 0\n  succeeded: 8\n'
