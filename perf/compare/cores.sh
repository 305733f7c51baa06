#!/usr/bin/env bash
# Part of perf/compare.sh and perf/transports.sh: where the server and the clients run.
set -euo pipefail

# usable_core N: the Nth core that this shell may use.
usable_core() {
    sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status | tr ',' '\n' | awk -F- -v wanted="$1" '
        { for (core = $1; core <= ($2 == "" ? $1 : $2); core++) if (++n == wanted) { print core; exit } }'
}

# Sets server_cores and client_cores, or fails.
choose_cores() {
    server_cores="${SERVER_CORES:-$(usable_core 1)}" client_cores="${CLIENT_CORES:-$(usable_core 2)}"
    readonly server_cores client_cores
    [[ -n $server_cores && -n $client_cores ]] || fail "this shell may use one core only: set SERVER_CORES and CLIENT_CORES to share it"
    command -v taskset >/dev/null || fail "taskset is missing: install util-linux"
    { taskset -c "$server_cores" true && taskset -c "$client_cores" true; } 2>/dev/null \
        || fail "cores $server_cores and $client_cores are not this process's to use: set SERVER_CORES and CLIENT_CORES"
}
