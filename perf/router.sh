#!/usr/bin/env bash
# The router beside nginx (one hop) and, where it is given, vLLM's toy proxy: each alone on one core, engines and client on another,
# in turn within each round. Needs nginx and wrk.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TEXT'
perf/router.sh [--rounds N] [--seconds S] [--streams N] [--only pairs,latency,streams] [--quick]
  pairs     requests a second at 32 clients, through a prefill and a decode engine that answer at once
  latency   added latency at one client, of the same requests
  streams   N streams (default 5000) of 10 tokens a second: CPU a chunk, gaps, resident memory
Environment: LOADGEN_BINARY (default artifacts/linux-x64/loadgen); TOY_PROXY (a copy of vLLM's toy_proxy_server.py, optional) and
TOY_PYTHON (a Python with fastapi, httpx and uvicorn; default python3).
TEXT
}

rounds=3 seconds=8 streams=5000 only=pairs,latency,streams
while (( $# > 0 )); do
    case "$1" in
        --rounds) rounds="$2"; shift 2 ;;
        --seconds) seconds="$2"; shift 2 ;;
        --streams) streams="$2"; shift 2 ;;
        --only) only="$2"; shift 2 ;;
        --quick) rounds=1 seconds=2 streams=500; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done

readonly binary="${LOADGEN_BINARY:-artifacts/linux-x64/loadgen}"
readonly router_core=0 others_core=1
readonly prefill=18100 decode=18200 route=18000 nginx=18001 toy=18002 sse=18300
dir="$(mktemp -d)"
pids=()
cleanup() {
    local pid
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$dir"
}
trap cleanup EXIT
[[ -x $binary ]] || { echo "error: $binary is missing: tools/publish.sh linux-x64, or set LOADGEN_BINARY" >&2; exit 2; }
command -v nginx >/dev/null && command -v wrk >/dev/null || { echo "error: nginx and wrk are needed: apt-get install nginx wrk" >&2; exit 2; }
make -s -C perf/floor
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"

start() {   # CORE COMMAND...: in the background; its id in $started
    local core="$1"; shift
    taskset -c "$core" "$@" >"$dir/out.$RANDOM.log" 2>&1 &
    started=$!
    pids+=("$started")
}
stop() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
until_up() { local i; for i in $(seq 100); do curl -sf -m 1 -o /dev/null "http://127.0.0.1:$1${2:-/}" && return; sleep 0.1; done; echo "error: nothing serves port $1" >&2; exit 1; }
cpu_us() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000000 / hz }' "/proc/$1/stat"; }
rss_kb() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
conf() { sed -e "s|@DIR@|$dir|g" -e "s|@PREFILL@|$prefill|g" -e "s|@DECODE@|$decode|g" -e "s|@ENGINE@|${2:-$decode}|g" -e "s|@LISTEN@|$nginx|g" "perf/router/$1" >"$dir/$1"; }

start_router() {   # DECODE_PORT
    cat >"$dir/router.yaml" <<YAML
listen: 127.0.0.1:$route
protocol: nixl
loops: 1
telemetry: { access_log: none }
readiness: { canary: false }
health: { interval_s: 0 }
pools:
  prefill: { policy: { name: least_requests }, workers: [ { url: http://127.0.0.1:$prefill } ] }
  decode: { policy: { name: least_requests }, workers: [ { url: http://127.0.0.1:$1 } ] }
YAML
    # One core for all of it: what the process sees decides how many threads it starts.
    start "$router_core" "$binary" route "$dir/router.yaml"
    until_up "$route" /health
}
start_toy() {
    start "$router_core" "${TOY_PYTHON:-python3}" "$TOY_PROXY" --port "$toy" --prefiller-hosts 127.0.0.1 --prefiller-ports "$prefill" --decoder-hosts 127.0.0.1 --decoder-ports "$1"
    until_up "$toy" /healthcheck
}
median() { sort -n | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "-" }'; }

# wrk prints latencies in us, ms or s.
to_us() { awk '/us$/ { print $1 + 0; next } /ms$/ { print $1 * 1000; next } /s$/ { print $1 * 1000000 }'; }
wrk_run() {   # PORT CONNECTIONS: requests/s, p50 us, p99 us, errors
    taskset -c "$others_core" wrk -t1 -c"$2" -d"${seconds}s" --latency -s perf/router/pair.lua "http://127.0.0.1:$1" >"$dir/wrk.log"
    local errors
    errors="$(awk '/Non-2xx/ { e += $NF } /Socket errors/ { gsub(",", ""); e += $4 + $6 + $8 + $10 } END { print e + 0 }' "$dir/wrk.log")"
    echo "$(awk '/Requests\/sec/ { print $2 }' "$dir/wrk.log") $(awk '$1 == "50%" { print $2 }' "$dir/wrk.log" | to_us) $(awk '$1 == "99%" { print $2 }' "$dir/wrk.log" | to_us) $errors"
}

pairs_and_latency() {
    conf backend.conf; start "$others_core" nginx -p "$dir" -c "$dir/backend.conf"; local engines=$started
    until_up "$prefill"; until_up "$decode"
    conf proxy.conf
    local round name port connections
    for round in $(seq "$rounds"); do
        for name in direct nginx route ${TOY_PROXY:+toy}; do
            local pid=""
            case "$name" in
                direct) port=$decode ;;
                nginx) start "$router_core" nginx -p "$dir" -c "$dir/proxy.conf"; pid=$started; port=$nginx; until_up "$nginx" ;;
                route) start_router "$decode"; pid=$started; port=$route ;;
                toy) start_toy "$decode"; pid=$started; port=$toy ;;
            esac
            for connections in 32 1; do
                # Once to warm up: connections, the JIT of others.
                taskset -c "$others_core" wrk -t1 -c"$connections" -d1s -s perf/router/pair.lua "http://127.0.0.1:$port" >/dev/null
                echo "$name $connections $(wrk_run "$port" "$connections")" | tee -a "$dir/pairs.txt" >&2
            done
            [[ -z $pid ]] || stop "$pid"
        done
    done
    stop "$engines"
    printf '\n%-8s %12s %10s %10s %12s %10s %8s\n' "" "pairs/s @32" "p50 us" "p99 us" "p50 us @1" "added us" "errors"
    local direct50
    direct50="$(awk '$1 == "direct" && $2 == 1 { print $4 }' "$dir/pairs.txt" | median)"
    for name in direct nginx route ${TOY_PROXY:+toy}; do
        local one
        one="$(awk -v n="$name" '$1 == n && $2 == 1 { print $4 }' "$dir/pairs.txt" | median)"
        printf '%-8s %12.0f %10.0f %10.0f %12.0f %10.0f %8s\n' "$name" \
            "$(awk -v n="$name" '$1 == n && $2 == 32 { print $3 }' "$dir/pairs.txt" | median)" \
            "$(awk -v n="$name" '$1 == n && $2 == 32 { print $4 }' "$dir/pairs.txt" | median)" \
            "$(awk -v n="$name" '$1 == n && $2 == 32 { print $5 }' "$dir/pairs.txt" | median)" \
            "$one" "$(awk -v a="$one" -v b="$direct50" 'BEGIN { print a - b }')" \
            "$(awk -v n="$name" '$1 == n { e += $6 } END { print e + 0 }' "$dir/pairs.txt")"
    done
}

streamed() {
    conf backend.conf; start "$others_core" nginx -p "$dir" -c "$dir/backend.conf"; local engines=$started
    until_up "$prefill"
    conf proxy.conf "$sse"
    local tokens=100 round name port
    for round in $(seq "$rounds"); do
        for name in direct nginx route; do
            start "$others_core" artifacts/floor/sse_server -p "$sse" -t 1 -f 1000000 -i 100000 -n "$tokens"; local server=$started
            until_up "$sse"
            local pid=""
            case "$name" in
                direct) port=$sse ;;
                nginx) start "$router_core" nginx -p "$dir" -c "$dir/proxy.conf"; pid="$started"; port=$nginx; until_up "$nginx"; pid="$(pgrep -P "$started")"; local parent=$started ;;
                route) start_router "$sse"; pid=$started; port=$route ;;
            esac
            local before=0 idle=0
            [[ -z $pid ]] || { before="$(cpu_us "$pid")"; idle="$(rss_kb "$pid")"; }
            taskset -c "$others_core" artifacts/floor/sse_sink -p "$port" -c "$streams" -r "$streams" >"$dir/sink.log" &
            local sink=$! peak=0
            while kill -0 "$sink" 2>/dev/null; do
                [[ -z $pid ]] || { local now; now="$(rss_kb "$pid")"; (( now > peak )) && peak=$now; }
                sleep 0.5
            done
            wait "$sink" || true
            local used=0
            [[ -z $pid ]] || used="$(awk -v a="$(cpu_us "$pid")" -v b="$before" 'BEGIN { print a - b }')"
            echo "== $name round $round: router cpu_us=$used chunks=$((streams * tokens)) us_a_chunk=$(awk -v u="$used" -v c=$((streams * tokens)) 'BEGIN { printf "%.1f", u / c }') rss_idle_kb=$idle rss_peak_kb=$peak kb_a_stream=$(awk -v p="$peak" -v i="$idle" -v n="$streams" 'BEGIN { printf "%.1f", n ? (p - i) / n : 0 }')"
            cat "$dir/sink.log"
            curl -s -m 2 "http://127.0.0.1:$sse/stats" || true
            echo
            [[ -z $pid ]] || { if [[ $name == nginx ]]; then stop "$parent"; else stop "$pid"; fi; }
            stop "$server"
        done
    done
    stop "$engines"
}

[[ ,$only, != *,pairs,* && ,$only, != *,latency,* ]] || pairs_and_latency
[[ ,$only, != *,streams,* ]] || streamed
