#!/usr/bin/env bash
# Part of perf/compare.sh: what is compared, one function for each kind of scenario.
set -euo pipefail

scenario="" round=0

run_scenario() {
    scenario="$1"
    # Where the cost is compared, both begin all streams at once; else loadgen ramps up as it does by default.
    case "$1" in 1000x50|2000x40|at-once) loadgen_options=(--ramp-up 0) ;; *) loadgen_options=() ;; esac
    case "$1" in
        #                  streams  first µs  gap µs  tokens  requests per stream  step
        1000x50)   compare    1000    100000   20000     200  2  0 "1,000 streams × 50 tok/s" ;;
        2000x40)   compare    2000    100000   25000     200  2  0 "2,000 streams × 40 tok/s" ;;
        at-once)   compare    2000    100000   20000      50  1  0 "2,000 streams that all start at once: TTFT against the floor's" ;;
        step)      compare    2000    100000   20000     200  2  1 "2,000 streams × 50 tok/s in step mode, true ITL 20 ms" ;;
        sustained) sustained ;;
        memory)    memory ;;
        starved)   starved ;;
        *) fail "'$1' is no scenario: 1000x50, 2000x40, at-once, step, sustained, memory or starved" ;;
    esac
}

# For a look at whether everything runs: a tenth of what was asked, at least 1.
scaled() {
    echo $(( quick ? ($1 + 9) / 10 : $1 ))
}

rounds_or() {
    echo "${rounds:-$(( quick ? 1 : $1 ))}"
}

# compare STREAMS FIRST_US GAP_US TOKENS REQUESTS_PER_STREAM STEP TITLE
compare() {
    local streams tokens
    streams="$(scaled "$1")" tokens="$4"
    [[ -z $quick ]] || tokens=$(( tokens < 50 ? tokens : 50 ))
    printf '\n== %s: %s (%d streams, %d tokens each, one each %d µs, first after %d µs)\n' \
        "$scenario" "$7" "$streams" "$tokens" "$3" "$2"
    start_server "$2" "$3" "$tokens" "$6"
    for (( round = 1; round <= $(rounds_or 5); round++ )); do
        for client in "${clients[@]}"; do
            run_client "$client" "$streams" $(( streams * $5 )) "$tokens"
        done
    done
    stop_server
    table "$scenario"
    note_losses
}

# Tokens sent = tokens recorded, in each run: of timing that asks nothing.
note_losses() {
    lost+="$(awk -F'\t' -v scenario="$scenario" '$1 == scenario && $3 == "loadgen" && $14 != $15 { printf " %d in round %s of %s;", $15 - $14, $2, $1 }' "$work/runs.tsv")"
}

# More streams of 50 tok/s each until a client misses tokens or falls behind what was asked.
sustained() {
    local gap_us=20000 tokens=300 step="${SUSTAINED_STEP:-500}" streams highest valid
    step="$(scaled "$step")"
    [[ -z $quick ]] || tokens=50
    printf '\n== sustained: streams × 50 tok/s, %d tokens each, %d streams more at each level\n' "$tokens" "$step"
    start_server 100000 "$gap_us" "$tokens" 0
    printf '%-10s %8s %10s %10s %8s %8s %8s %8s %5s\n' client streams asked tok/s 'µs/tok' ITL99 missed late exit
    for client in floor loadgen; do
        highest=0 valid=0
        for (( streams = step; streams <= 64 * step; streams += step )); do
            round="$streams"
            run_client "$client" "$streams" "$streams" "$tokens"
            printf '%-10s %8d %10d %10.0f %8s %8s %8d %8s %5d\n' "$client" "$streams" $(( streams * 1000000 / gap_us )) \
                "$(figure_or_0 13)" "$(rounded 4)" "$(rounded 11)" $(( $(last 15) - $(last 14) )) "$(rounded 17)" "$client_exit"
            held_up "$streams" "$gap_us" "$tokens" || break
            highest="$(figure_or_0 13)"
            if (( client_exit == 0 )); then valid="$highest"; fi
            if [[ -n $quick ]] && (( streams >= 2 * step )); then break; fi
        done
        printf '%-10s sustains %.0f tok/s' "$client" "$highest"
        if [[ $client == loadgen ]]; then printf ', valid up to %.0f' "$valid"; fi
        printf '\n'
    done
    stop_server
}

rounded() {
    awk -v value="$(last "$1")" 'BEGIN { if (value == "-") print value; else printf "%.2f", value }'
}

figure_or_0() {
    local value
    value="$(last "$1")"
    if [[ $value == - ]]; then echo 0; else echo "$value"; fi
}

# The newest run missed nothing, and took at most 5% longer than its streams must, or than their ramp. (4: the run is done, but not valid.)
held_up() {
    (( (client_exit == 0 || client_exit == 4) && $(last 14) == $(last 15) )) || return 1
    awk -v rate="$(figure_or_0 13)" -v streams="$1" -v gap="$2" -v tokens="$3" \
        'BEGIN { exit !(rate > 0 && streams * tokens / rate <= 1.05 * (100000 + (tokens - 1) * gap + 250 * streams) / 1e6) }'
}

# Resident memory of many open streams, and of one, which is the base.
memory() {
    local streams base_mb
    streams="$(scaled 10000)"
    printf '\n== memory: %d open streams × 2 tok/s\n' "$streams"
    if (( $(ulimit -n) < streams + 100 )); then
        echo "left out: this shell may open $(ulimit -n) files; needed: ulimit -n $(( streams + 100 ))"
        return
    fi
    start_server 3000000 500000 $(( quick ? 4 : 12 )) 0
    printf '%-10s %12s %12s %14s %8s %5s\n' client 'base MB' 'resident MB' 'KB a stream' missed exit
    for client in floor loadgen; do
        round=1
        run_client "$client" 1 1 $(( quick ? 4 : 12 ))
        base_mb="$(last 12)"
        round="$streams"
        run_client "$client" "$streams" "$streams" $(( quick ? 4 : 12 ))
        printf '%-10s %12s %12s %14s %8d %5d\n' "$client" "$base_mb" "$(last 12)" \
            "$(awk -v all="$(figure_or_0 12)" -v base="$base_mb" -v n="$streams" 'BEGIN { printf "%.1f", (all - base) * 1024 / (n - 1) }')" \
            $(( $(last 15) - $(last 14) )) "$client_exit"
    done
    stop_server
    note_losses
}

# A client that has its core to itself must be called valid (exit 0), one that shares it with a busy loop invalid (exit 4).
starved() {
    local streams n tokens=$(( quick ? 50 : 200 )) healthy="" hungry=""
    streams="$(scaled 500)" n="$(rounds_or 10)"
    printf '\n== starved: %d streams × 50 tok/s, %d runs with the core to itself and %d beside a busy loop\n' "$streams" "$n" "$n"
    start_server 100000 20000 "$tokens" 0
    for (( round = 1; round <= n; round++ )); do
        run_client loadgen "$streams" "$streams" "$tokens"
        healthy+=" $client_exit"
        start_hog
        run_client loadgen "$streams" "$streams" "$tokens"
        hungry+=" $client_exit"
        stop_hog
    done
    stop_server
    verdict healthy 0 "$healthy"
    verdict starved 4 "$hungry"
}

verdict() {
    local right
    right="$(wc -w <<<"$(tr ' ' '\n' <<<"$3" | grep -x "$2" || true)")"
    printf '%-10s exit %d in %d of %d runs:%s\n' "$1" "$2" "$right" "$(wc -w <<<"$3")" "$3"
}
