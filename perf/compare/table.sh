#!/usr/bin/env bash
# Part of perf/compare.sh: medians over rounds, ratios within a round first.
set -euo pipefail

# table SCENARIO: a line for each client. Ratios and differences are to the floor's run of the same round.
table() {
    printf '%-10s %7s %7s | %8s %8s %7s | %8s %8s %8s %8s | %8s %8s | %7s %9s %9s %6s | %6s %s\n' \
        client 'µs/tok' '×floor' 'delay50' 'delay99' '×floor' 'TTFT' '−floor' 'TTFT50' 'TTFT99' 'ITL50' 'ITL99' 'RSS MB' 'tok/s' tokens missed late exit
    awk -F'\t' -v scenario="$1" '
        function add(key, value) { if (value != "-") list[key] = list[key] " " value }
        function median(key,    n, v, i, j, t) {
            n = split(list[key], v, " ")
            if (n == 0) return "-"
            for (i = 2; i <= n; i++) { t = v[i] + 0; for (j = i - 1; j > 0 && v[j] + 0 > t; j--) v[j + 1] = v[j]; v[j + 1] = t }
            return n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
        }
        function show(key, width, digits,    m) {
            m = median(key)
            return m == "-" ? sprintf("%*s", width, "-") : sprintf("%*.*f", width, digits, m)
        }
        $1 == scenario {
            client = $3
            if (!(client in seen)) { seen[client] = 1; order[++clients] = client }
            if (client == "floor") { floor_us = $4; floor_delay = $6; floor_ttft = $7 }
            for (i = 4; i <= 14; i++) add(client i, $i)
            if ($4 != "-" && floor_us > 0) add(client "cost", $4 / floor_us)
            if ($6 != "-" && floor_delay > 0) add(client "delay", $6 / floor_delay)
            if ($7 != "-" && floor_ttft != "-") add(client "ttft", $7 - floor_ttft)
            add(client 17, $17)
            missed[client] += $15 - $14
            codes[client] = codes[client] (codes[client] == "" ? "" : ",") $16
        }
        END {
            for (c = 1; c <= clients; c++) {
                k = order[c]
                printf "%-10s %s %s | %s %s %s | %s %s %s %s | %s %s | %s %s %s %6d | %s %s\n", k, show(k 4, 7, 2), show(k "cost", 7, 2),
                    show(k 5, 8, 1), show(k 6, 8, 1), show(k "delay", 7, 2), show(k 7, 8, 2), show(k "ttft", 8, 2), show(k 8, 8, 2), show(k 9, 8, 2),
                    show(k 10, 8, 2), show(k 11, 8, 2), show(k 12, 7, 1), show(k 13, 9, 0), show(k 14, 9, 0), missed[k], show(k 17, 6, 0), codes[k]
            }
        }' "$work/runs.tsv"
}

# last FIELD: a field of the newest row.
last() {
    tail -n 1 "$work/runs.tsv" | cut -f "$1"
}
