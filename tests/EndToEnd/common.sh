#!/usr/bin/env bash
# What the scripts beside this file share; they source it. They set $work, their folder, and $wait_s, how long anything may take.
set -euo pipefail

# Processes that the script started, by pid.
pids=()

# loadgen_of ROOT [LOADGEN]: the program that was named, else the one in artifacts/, else the build of src/Cli.
loadgen_of() {
    local program="${2:-}"
    if [[ -z $program ]]; then
        program="$1/artifacts/linux-x64/loadgen"
        [[ -x $program ]] || program="$(find "$1/src/Cli/bin/Release" -mindepth 2 -maxdepth 2 -type f -name loadgen 2>/dev/null | head -n 1 || true)"
    fi
    [[ -x $program ]] || { echo "error: no loadgen in artifacts/linux-x64 or src/Cli/bin/Release; build src/Cli, or name one" >&2; return 2; }
    realpath "$program"
}

# stop_all [COMMAND...]: for a trap at the end. Only what the script started, newest first; then COMMAND; then its folder, unless it failed.
stop_all() {
    local code=$? i
    for (( i = ${#pids[@]} - 1; i >= 0; i-- )); do
        kill "${pids[i]}" 2>/dev/null || true
        wait "${pids[i]}" 2>/dev/null || true
    done
    if (( $# > 0 )); then "$@"; fi
    # shellcheck disable=SC2154 # The script's.
    if (( code == 0 )); then rm -rf "$work"; else echo "failed; logs stay in $work" >&2; fi
}

# until_true WHAT COMMAND...: waits for it, with a limit.
until_true() {
    # shellcheck disable=SC2154 # The script's.
    local what="$1" deadline=$((SECONDS + wait_s))
    shift
    until "$@" >/dev/null 2>&1; do
        (( SECONDS < deadline )) || { echo "error: $what: not within $wait_s s" >&2; return 1; }
        sleep 0.2
    done
}

free_port() { bash -c 'while :; do p=$((18000 + RANDOM % 14000)); (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null || { echo "$p"; break; }; done'; }
