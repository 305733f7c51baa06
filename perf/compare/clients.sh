#!/usr/bin/env bash
# Part of perf/compare.sh: the server, and one run of each client. Every run adds a line to runs.tsv:
#   scenario round client µs/token delay-p50-µs delay-p99-µs ttft-mean-ms ttft-p50 ttft-p99 itl-p50-ms itl-p99 rss-MB tok/s recorded sent exit server-late-µs
# A figure that a client does not have is "-".
set -euo pipefail

server_pid="" hog_pid="" loadgen_options=()

# start_server FIRST_US GAP_US TOKENS STEP
start_server() {
    local options=(-p "$port" -t "${SERVER_THREADS:-1}" -f "$1" -i "$2" -n "$3")
    [[ $4 == 0 ]] || options+=(-s)
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail "something listens on port $port already: set PORT"; fi
    taskset -c "$server_cores" artifacts/floor/sse_server "${options[@]}" 2>"$work/server.txt" &
    server_pid=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        kill -0 "$server_pid" 2>/dev/null || fail "the server did not start: $(cat "$work/server.txt")"
        sleep 0.05
    done
}

stop_server() {
    [[ -n $server_pid ]] || return 0
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=""
}

# A loop that shares the clients' cores.
start_hog() {
    taskset -c "$client_cores" bash -c 'while :; do :; done' &
    hog_pid=$!
}

stop_hog() {
    [[ -n $hog_pid ]] || return 0
    kill "$hog_pid" 2>/dev/null || true
    wait "$hog_pid" 2>/dev/null || true
    hog_pid=""
}

# Tokens that the server has handed to the kernel since it started, and the sum of what they were late by, in µs.
server_counts() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /count HTTP/1.1\r\n\r\n' >&3
    local line
    while read -r -t 5 line <&3; do
        if [[ $line == '{'* ]]; then break; fi
    done
    exec 3>&-
    sed 's/.*"tokens":\([0-9]*\).*"late_us_sum":\([0-9]*\).*/\1 \2/' <<<"$line"
}

# json FILE PATH: a number of an indented JSON document by its path, such as metrics.ttft_ms.p50; "-" where there is none.
json() {
    awk -v wanted="$2" '
        { gsub(/^ +|,? *$/, "") }
        /^[\]}]/ { depth--; next }
        {
            key = ""; value = $0
            if (match($0, /^"[^"]*": /)) { key = substr($0, 2, RLENGTH - 4); value = substr($0, RLENGTH + 1) }
            path = depth > 1 ? prefix[depth] "." key : key
            if (value == "{" || value == "[") { depth++; prefix[depth] = path }
            else if (path == wanted) { if (value != "null") found = value; exit }
        }
        END { print found == "" ? "-" : found }' "$1" 2>/dev/null || echo -
}

# run_client CLIENT STREAMS REQUESTS TOKENS: one run; its exit code is in the row, and in $client_exit.
run_client() {
    local sent late
    client_exit=0
    before="$(server_counts)"
    "run_$1" "$2" "$3" "$4" || client_exit=$?
    printf '%s\t' "$scenario" "$round" "$1" >>"$work/runs.tsv"
    read -r sent late <<<"$(awk '{ n = $3 - $1; print n, (n ? ($4 - $2) / n : 0) }' <<<"$before $(server_counts)")"
    printf '%s\t%s\t%s\t%s\n' "$figures" "$sent" "$client_exit" "$late" >>"$work/runs.tsv"
}

readonly no_figures=$'-\t-\t-\t-\t-\t-\t-\t-\t-\t-\t0'

run_floor() {
    local code=0
    taskset -c "$client_cores" artifacts/floor/sse_sink -p "$port" -c "$1" -r "$2" >"$work/floor.txt" 2>&1 || code=$?
    figures="$no_figures"
    [[ $code == 0 ]] || return "$code"
    figures="$(awk '{
        for (i = 1; i < NF; i++) {
            if ($i ~ /^(delay_us|ttft_ms|itl_ms)$/) section = $i
            value[$i] = $(i + 1); value[section " " $i] = $(i + 1)
        }
        printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.1f\t%s\t%s", value["cpu/event"], value["delay_us p50"], value["delay_us p99"],
            value["ttft_ms mean"], value["ttft_ms p50"], value["ttft_ms p99"], value["itl_ms p50"], value["itl_ms p99"],
            value["delay_us rss"] / 1024, value["rate"], value["events"]
    }' "$work/floor.txt")"
}

run_loadgen() {
    local code=0 out="$work/loadgen"
    rm -rf "$out"
    # shellcheck disable=SC2086  # LOADGEN_ARGS is words
    taskset -c "$client_cores" "$loadgen" bench --url "http://127.0.0.1:$port" --api chat --model sim --isl 16 --osl "$3" \
        --warmup 0 --concurrency "$1" --requests "$2" --sent-stamps --output "$out" --progress none "${loadgen_options[@]}" ${LOADGEN_ARGS:-} \
        >"$work/loadgen.txt" 2>&1 || code=$?
    figures="$no_figures"
    [[ -s $out/result.json ]] || return "$code"
    local result="$out/result.json" rss recorded
    rss="$(json "$result" client.peak_resident_bytes)"
    # Every chunk of every request, whatever became of the request.
    recorded="$(grep -o '"chunks":[0-9]*' "$out/records.jsonl" | awk -F: '{ sum += $2 } END { print sum + 0 }')"
    figures="$(printf '%s\t' "$(json "$result" client.cpu_per_chunk_us)" \
        "$(us "$(json "$result" metrics.delivery_delay_ms.p50)")" "$(us "$(json "$result" metrics.delivery_delay_ms.p99)")" \
        "$(json "$result" metrics.ttft_ms.mean)" "$(json "$result" metrics.ttft_ms.p50)" "$(json "$result" metrics.ttft_ms.p99)" \
        "$(json "$result" metrics.itl_ms.p50)" "$(json "$result" metrics.itl_ms.p99)" \
        "$(awk -v bytes="$rss" 'BEGIN { printf "%.1f", bytes / 1048576 }')" "$(json "$result" throughput.output_tokens_per_s)")$recorded"
    return "$code"
}

us() {
    if [[ $1 == - ]]; then echo -; else awk -v ms="$1" 'BEGIN { print ms * 1000 }'; fi
}

# Says why InferenceX's client cannot run, and fails; silent success when it can.
inferencex_problem() {
    [[ -f $inferencex ]] || { echo "$inferencex does not exist"; return 1; }
    local said
    said="$(inferencex_pinned --help 2>&1 >/dev/null)" || { tail -n 1 <<<"$said"; return 1; }
}

inferencex_pinned() {
    OPENAI_API_KEY=none PYTHONPATH="${INFERENCEX_PYTHONPATH:+$INFERENCEX_PYTHONPATH:}$(dirname "$inferencex")" \
        taskset -c "$client_cores" "$python" "$inferencex" "$@"
}

# inferencex_cpu_s STREAMS REQUESTS TOKENS: runs it and sets cpu_s to the CPU time of the whole process.
inferencex_cpu_s() {
    local code=0 TIMEFORMAT='%U %S'
    rm -f "$work/inferencex.json"
    {
        time inferencex_pinned --model sim --backend vllm --base-url "http://127.0.0.1:$port" --dataset-name random \
            --random-input-len 16 --random-output-len "$3" --random-range-ratio 1.0 --num-prompts "$2" --max-concurrency "$1" \
            --ignore-eos --percentile-metrics ttft,tpot,itl --metric-percentiles 50,99 --disable-tqdm \
            --save-result --result-dir "$work" --result-filename inferencex.json >"$work/inferencex.txt" 2>&1
    } 2>"$work/time.txt" || code=$?
    cpu_s="$(awk '{ print $1 + $2 }' "$work/time.txt")"
    return "$code"
}

# It does not say what it cost: the CPU time of a run of one request (imports, mostly) is taken off that of the run.
run_inferencex() {
    local code=0 base_s
    inferencex_cpu_s 1 1 "$3" || true
    base_s="$cpu_s"
    before="$(server_counts)"
    inferencex_cpu_s "$1" "$2" "$3" || code=$?
    figures="$no_figures"
    [[ -s $work/inferencex.json ]] || return "$code"
    figures="$("$python" - "$work/inferencex.json" "$cpu_s" "$base_s" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
tokens = result["total_output_tokens"]
cost_us = (float(sys.argv[2]) - float(sys.argv[3])) * 1e6 / max(1, tokens)
names = ["mean_ttft_ms", "median_ttft_ms", "p99_ttft_ms", "median_itl_ms", "p99_itl_ms"]
print("\t".join([f"{cost_us:.2f}", "-", "-"] + [f"{result[n]:.3f}" for n in names] + ["-", f"{result['output_throughput']:.0f}", str(tokens)]))
PYTHON
)"
    return "$code"
}
