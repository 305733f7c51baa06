#!/usr/bin/env bash
# What a token costs this client, against the least any client can cost, in one run on one machine.
#
#   perf/floor.sh SERVER SINK [STREAMS [ROUNDS [BINARY]]]
#
# SERVER paces streams (options -p port -t threads -f first-token µs -i gap µs -n tokens), SINK is the floor: a one-thread
# epoll client that only counts and stamps (options -p port -c streams -r requests; prints "cpu/event X us"). Machines are
# shared and noisy: quote the ratios' median, not single figures.
set -euo pipefail
cd "$(dirname "$0")/.."

if (( $# < 2 )); then sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
readonly server="$1" sink="$2" streams="${3:-1000}" rounds="${4:-5}" binary="${5:-artifacts/linux-x64/loadgen}"
readonly port=9187 tokens=200 requests=$(( streams * 2 ))
work="$(mktemp -d)"
"$server" -p "$port" -t 1 -f 100000 -i 20000 -n "$tokens" 2>/dev/null &
server_pid=$!
trap 'kill "$server_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done

echo "streams $streams, $tokens tokens each, one each 20 ms, first after 100 ms"
printf '%8s %14s %14s %8s %14s %14s\n' round 'floor µs/token' 'ours µs/token' ratio 'TTFT p50 ms' 'TTFT p99 ms'
for (( round = 1; round <= rounds; round++ )); do
    floor_us="$("$sink" -p "$port" -c "$streams" -r "$requests" | sed -n 's/.*cpu\/event \([0-9.]*\) us.*/\1/p')"
    "$binary" bench --url "http://127.0.0.1:$port" --api chat --model sim --isl 16 --osl "$tokens" --warmup 0 \
        --concurrency "$streams" --requests "$requests" --output "$work/run" --overwrite --progress none --allow-invalid >/dev/null
    figure() { sed -n "s/^ *\"$1\": \([0-9.]*\).*/\1/p" "$work/run/result.json" | head -n 1; }
    ours_us="$(figure cpu_per_chunk_us)"
    ttft_p50_ms="$(sed -n '/"ttft_ms": {/,/}/s/.*"p50": \([0-9.]*\).*/\1/p' "$work/run/result.json" | head -n 1)"
    ttft_p99_ms="$(sed -n '/"ttft_ms": {/,/}/s/.*"p99": \([0-9.]*\).*/\1/p' "$work/run/result.json" | head -n 1)"
    printf '%8d %14.2f %14.2f %8.2f %14.1f %14.1f\n' "$round" "$floor_us" "$ours_us" \
        "$(awk -v a="$ours_us" -v b="$floor_us" 'BEGIN { print a / b }')" "$ttft_p50_ms" "$ttft_p99_ms"
done
