#!/usr/bin/env bash
# Ways to receive a token, compared: the engines of the floor (epoll or io_uring, with or without the kernel's receive time)
# and, where it is at hand, loadgen, in turn within each round against one paced server. perf/README.md says how to read it.
#
#   perf/transports.sh [--rounds N] [--streams LIST] [--quick]
#
#   --rounds N       rounds at each number of streams, figures are medians over them (default 5)
#   --streams LIST   numbers of streams of 50 tok/s, two requests each (default 100,1000,2000)
#   --quick          a tenth of the streams, one short round: shows that everything runs, measures nothing
#
# Environment:
#   LOADGEN          the native binary                      (default artifacts/linux-x64/loadgen, left out when it is not there)
#   LOADGEN_ARGS     more options of `bench` for every run  (default none)
#   SERVER_CORES     cores of the server, as taskset -c     (default: the first that this shell may use)
#   CLIENT_CORES     cores of the clients                   (default: the second)
#   SERVER_THREADS   the server's threads                   (default 1)
#   PORT             the server's port                      (default 9187)
#
# Exit codes: 0; 1 where a run broke off or lacks a token that the server sent; 2 bad usage. An engine that the kernel refuses
# is named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
source perf/compare/clients.sh
source perf/compare/cores.sh

readonly first_us=100000 gap_us=20000 requests_per_stream=2

usage() {
    sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
}

fail() {
    echo "transports.sh: $1" >&2
    exit 2
}

rounds="" quick="" levels="100,1000,2000" tokens=200
while (( $# )); do
    case "$1" in
        --rounds) rounds="${2:?--rounds needs a number}"; shift 2 ;;
        --streams) levels="${2:?--streams needs a list}"; shift 2 ;;
        --quick) quick=1 tokens=50; shift ;;
        --help|-h) usage; exit 0 ;;
        *) usage >&2; fail "'$1' is no option" ;;
    esac
done
rounds="${rounds:-$(( quick ? 1 : 5 ))}"
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "--rounds: '$rounds' is not a whole number of at least 1"
[[ $levels =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || fail "--streams: '$levels' is not a list such as 100,1000"
IFS=, read -ra levels <<<"$levels"

readonly loadgen="${LOADGEN:-artifacts/linux-x64/loadgen}" port="${PORT:-9187}"
choose_cores
make -s -C perf/floor

engines=(epoll epoll-time uring uring-time)
if [[ -x $loadgen ]]; then
    engines+=(loadgen)
elif [[ -n ${LOADGEN:-} ]]; then
    fail "$loadgen is not there: name the binary in LOADGEN"
else
    echo "loadgen is left out: $loadgen is not there (tools/publish.sh makes it)."
fi

work="$(mktemp -d)"
readonly work
finish() {
    stop_server
    rm -rf "$work"
}
trap finish EXIT
: >"$work/runs.tsv"

# Every stream is a file descriptor, here and in the server.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

# The runners set engine_figures: µs/token delay-p50 delay-p99 kernel-p50 kernel-p99 (all µs) ITL-p99-ms tokens-recorded.
readonly no_engine_figures=$'-\t-\t-\t-\t-\t-\t0'

# run_sink ENGINE STREAMS
run_sink() {
    local code=0
    engine_figures="$no_engine_figures"
    taskset -c "$client_cores" artifacts/floor/sse_sink -e "$1" -p "$port" -c "$2" -r $(( $2 * requests_per_stream )) \
        >"$work/sink.txt" 2>&1 || code=$?
    [[ $code == 0 ]] || return "$code"
    engine_figures="$(awk '{
        for (i = 1; i < NF; i++) {
            if ($i ~ /_(us|ms)$/) section = $i
            value[$i] = $(i + 1); value[section " " $i] = $(i + 1)
        }
        kernel = "kernel_us p50" in value
        printf "%s\t%s\t%s\t%s\t%s\t%s\t%s", value["cpu/event"], value["delay_us p50"], value["delay_us p99"],
            kernel ? value["kernel_us p50"] : "-", kernel ? value["kernel_us p99"] : "-", value["itl_ms p99"], value["events"]
    }' "$work/sink.txt")"
}

# run_bench STREAMS
run_bench() {
    local code=0 result="$work/loadgen/result.json"
    run_loadgen "$1" $(( $1 * requests_per_stream )) "$tokens" || code=$?
    engine_figures="$(printf '%s\t' "$(cut -f 1-3 <<<"$figures")" "$(json "$result" observer.delay_us.p50)" \
        "$(json "$result" observer.delay_us.p99)" "$(cut -f 8 <<<"$figures")")$(cut -f 11 <<<"$figures")"
    return "$code"
}

# measure ENGINE STREAMS ROUND: one run, a line of runs.tsv: streams, round, engine, its figures, tokens sent, late-µs, exit code.
measure() {
    local code=0 before sent late
    before="$(server_counts)"
    if [[ $1 == loadgen ]]; then run_bench "$2" || code=$?; else run_sink "$1" "$2" || code=$?; fi
    if [[ $code == 3 && $1 != loadgen ]]; then
        refused+=("$1")
        echo "$1 is left out: $(cat "$work/sink.txt")"
        return
    fi
    read -r sent late <<<"$(awk '{ n = $3 - $1; print n, (n ? ($4 - $2) / n : 0) }' <<<"$before $(server_counts)")"
    printf '%s\t' "$2" "$3" "$1" "$engine_figures" "$sent" "$late" >>"$work/runs.tsv"
    printf '%s\n' "$code" >>"$work/runs.tsv"
}

# values STREAMS ENGINE FIELD: of all rounds, smallest first.
values() {
    awk -F'\t' -v streams="$1" -v engine="$2" -v field="$3" \
        '$1 == streams && $3 == engine && $field != "-" { print $field }' "$work/runs.tsv" | sort -g
}

# ratios STREAMS ENGINE: its µs/token to epoll's of the same round, smallest first.
ratios() {
    awk -F'\t' -v streams="$1" -v engine="$2" '
        $1 != streams || $4 == "-" { next }
        $3 == "epoll" { epoll = $4; of_round = $2 }
        $3 == engine && of_round == $2 && epoll > 0 { print $4 / epoll }' "$work/runs.tsv" | sort -g
}

# median DIGITS: of sorted lines; "-" where there is none.
median() {
    awk -v digits="$1" '{ v[NR] = $1 }
        END { if (NR) printf "%.*f", digits, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2; else printf "-" }'
}

span() {
    awk '{ if (NR == 1) low = $1; high = $1 } END { if (NR) printf "%.2f..%.2f", low, high; else printf "-" }'
}

# table STREAMS
table() {
    local engine
    echo "engine      µs/tok      min..max  ×epoll |  delay50  delay99 | kernel50 kernel99 |  ITL99 | missed  late exit"
    for engine in "${engines[@]}"; do
        [[ -n $(values "$1" "$engine" 2) ]] || continue
        printf '%-10s %7s %13s %7s | %8s %8s | %8s %8s | %6s | %6d %5s %s\n' "$engine" \
            "$(values "$1" "$engine" 4 | median 2)" "$(values "$1" "$engine" 4 | span)" "$(ratios "$1" "$engine" | median 2)" \
            "$(values "$1" "$engine" 5 | median 1)" "$(values "$1" "$engine" 6 | median 1)" \
            "$(values "$1" "$engine" 7 | median 1)" "$(values "$1" "$engine" 8 | median 1)" \
            "$(values "$1" "$engine" 9 | median 2)" \
            "$(awk -F'\t' -v streams="$1" -v engine="$engine" '$1 == streams && $3 == engine { n += $11 - $10 } END { print n }' "$work/runs.tsv")" \
            "$(values "$1" "$engine" 12 | median 0)" "$(values "$1" "$engine" 13 | paste -sd,)"
    done
}

is_refused() {
    [[ " ${refused[*]-} " == *" $1 "* ]]
}

refused=()
echo "server on cores $server_cores, clients on cores $client_cores; $(uname -sr); load $(cut -d' ' -f1 /proc/loadavg)"
start_server "$first_us" "$gap_us" "$tokens" 0
for level in "${levels[@]}"; do
    streams=$(( quick ? (level + 9) / 10 : level ))
    printf '\n== %d streams × 50 tok/s, %d requests of %d tokens each, %d rounds\n' "$streams" "$requests_per_stream" "$tokens" "$rounds"
    for (( round = 1; round <= rounds; round++ )); do
        for engine in "${engines[@]}"; do
            is_refused "$engine" || measure "$engine" "$streams" "$round"
        done
    done
    table "$streams"
done
stop_server

# loadgen's 4 says that its run is not valid: for the reader to judge.
wrong="$(awk -F'\t' '$10 != $11 || ($13 != 0 && !($3 == "loadgen" && $13 == 4)) {
    printf " %s at %s streams, round %s (%s of %s tokens, exit %s);", $3, $1, $2, $10, $11, $13 }' "$work/runs.tsv")"
[[ -z $wrong ]] || { echo "transports.sh: runs that broke off or lack tokens:$wrong" >&2; exit 1; }
