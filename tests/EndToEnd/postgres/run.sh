#!/usr/bin/env bash
# loadgen results push against a real PostgreSQL: a cluster in a folder of its own, on a port and a socket of its own, with a password.
# Pushed twice; two pushes into an empty database at once; the connection ended by the server in the middle of a run; the client killed in the
# middle of a run; a wrong password. Installs Debian's packages where they are missing.
#   tests/EndToEnd/postgres/run.sh [LOADGEN]      default: artifacts/linux-x64/loadgen, else the build of src/Cli
set -euo pipefail
root="$(cd "$(dirname "$0")/../../.." && pwd)"
readonly root
readonly wait_s=60
# shellcheck source=tests/EndToEnd/common.sh
source "$root/tests/EndToEnd/common.sh"

# Debian keeps the server's programs out of PATH.
server_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [[ -z "$(server_programs)" ]]; then
    [[ $(id -u) == 0 ]] || { echo "error: install postgresql" >&2; exit 2; }
    apt-get update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql >/dev/null
fi
bin="$(server_programs)"
readonly bin

loadgen="$(loadgen_of "$root" "${1:-}")"
readonly loadgen
readonly rows="$root/tests/Results.Tests/data/dsr1_rows.json"
readonly rows_count=145

work="$(mktemp -d /tmp/loadgen-postgres-XXXXXX)"
readonly work
readonly data="$work/data"

# The server refuses to run as root.
as_owner() { if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }

stop_server() { as_owner "$bin/pg_ctl" stop --pgdata="$data" --mode=immediate >/dev/null 2>&1 || true; }
trap 'stop_all stop_server' EXIT

echo "=== a cluster"
port="$(free_port)"
readonly port
readonly password="not-a-secret-$port"
chmod 755 "$work"
echo "$password" >"$work/password"
if [[ $(id -u) == 0 ]]; then chown postgres "$work" "$work/password"; fi
as_owner "$bin/initdb" --pgdata="$data" --username=bench --pwfile="$work/password" --auth=scram-sha-256 >"$work/initdb.log"
as_owner "$bin/pg_ctl" start --pgdata="$data" --wait --timeout="$wait_s" --log="$work/server.log" \
    --options="-p $port -k $work -c listen_addresses=127.0.0.1 -c fsync=off" >"$work/start.log"
export PGPASSWORD="$password"
sql() { "$bin/psql" -h "$work" -p "$port" -U bench -d "$1" -v ON_ERROR_STOP=1 -qAt -c "$2"; }
uri() { echo "postgres://bench@127.0.0.1:$port/$1?sslmode=disable"; }
push() { "$loadgen" results push "$rows" --to "$(uri "$1")"; }

# expect WHAT FOUND WANTED
expect() { [[ $2 == "$3" ]] || { echo "error: $1: found '$2', wanted '$3'" >&2; exit 1; }; }
code_of() { local code=0; "$@" || code=$?; echo "$code"; }
# Of runs that are there, those that lack figures. Every row of the file has 20 or more.
halves() { sql "$1" "SELECT count(*) FROM loadgen.runs r WHERE (SELECT count(*) FROM loadgen.metrics WHERE run_id = r.id) < 20"; }
runs() { sql "$1" "SELECT count(*) FROM loadgen.runs"; }

echo "=== pushed twice"
sql postgres "CREATE DATABASE twice"
expect "the first push" "$(push twice)" "127.0.0.1:$port/twice: $rows_count runs pushed, 0 were there"
figures="$(sql twice "SELECT count(*) FROM loadgen.metrics")"
expect "the second push" "$(push twice)" "127.0.0.1:$port/twice: 0 runs pushed, $rows_count were there"
expect "runs" "$(runs twice)" "$rows_count"
expect "figures" "$(sql twice "SELECT count(*) FROM loadgen.metrics")" "$figures"
expect "schema" "$(sql twice "SELECT count(*) = max(number) FROM loadgen.migrations")" "t"
expect "a known figure" "$(sql twice "SELECT tput_per_gpu FROM loadgen.points WHERE hardware = 'mi355x' AND framework = 'sglang' AND concurrency = 4 AND measured_at = '2026-06-11Z' AND precision = 'fp4' AND spec_decoding = 'none' AND isl = 1024")" "198.9447984579421"
expect "flagged runs" "$(sql twice "SELECT count(*) FROM loadgen.runs WHERE flags <> '[]'")" "2"
expect "through the socket" "$("$loadgen" results push "$rows" --to "postgres:///twice?host=$work&port=$port&user=bench&sslmode=disable" | sed 's/.*: //')" \
    "0 runs pushed, $rows_count were there"

echo "=== two pushes at once into an empty database"
sql postgres "CREATE DATABASE race"
"$loadgen" results push "$rows" --to "$(uri race)" >"$work/race1.out" 2>"$work/race1.err" &
first=$!
pids+=("$first")
expect "the second of two" "$(code_of push race 2>"$work/race2.err" | tail -n 1)" "0"
wait "$first"
expect "runs" "$(runs race)" "$rows_count"
expect "halves" "$(halves race)" "0"
expect "schema" "$(sql race "SELECT count(*) = max(number) FROM loadgen.migrations")" "t"

echo "=== the server ends the connection in the middle of a run"
sql postgres "CREATE DATABASE cut"
push cut >"$work/cut0.out"
sql cut "DELETE FROM loadgen.runs"
# Between the 50th run's row and its figures.
sql cut "
    CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS \$\$
    BEGIN
        IF (SELECT count(*) FROM loadgen.runs) = 50 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NULL;
    END \$\$;
    CREATE TRIGGER cut BEFORE INSERT ON loadgen.metrics FOR EACH STATEMENT EXECUTE FUNCTION cut();"
expect "exit code" "$(code_of push cut 2>"$work/cut.err")" "3"
grep -q 'at least 49 of 145 runs are there whole' "$work/cut.err" || { cat "$work/cut.err"; echo "error: the message does not say how far it came" >&2; exit 1; }
expect "runs" "$(runs cut)" "49"
expect "halves" "$(halves cut)" "0"
sql cut "DROP TRIGGER cut ON loadgen.metrics"
expect "pushed again" "$(push cut)" "127.0.0.1:$port/cut: 96 runs pushed, 49 were there"
expect "halves" "$(halves cut)" "0"

echo "=== the client killed in the middle of a run"
sql cut "DELETE FROM loadgen.runs"
# A lock holds the push between a run's row and its figures until the client is dead.
sql cut "
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS \$\$
    BEGIN
        IF (SELECT count(*) FROM loadgen.runs) = 30 THEN PERFORM pg_advisory_lock(42); END IF;
        RETURN NULL;
    END \$\$;
    CREATE TRIGGER hold BEFORE INSERT ON loadgen.metrics FOR EACH STATEMENT EXECUTE FUNCTION hold();"
mkfifo "$work/holder"
"$bin/psql" -h "$work" -p "$port" -U bench -d cut -qAt <"$work/holder" >"$work/holder.out" 2>&1 &
pids+=($!)
exec 9>"$work/holder"
echo "SELECT pg_advisory_lock(42);" >&9
held() { [[ "$(sql cut "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND granted")" == 1 ]]; }
until_true "the lock" held
# Not through the function: its process would be a shell's, and the push would outlive it, with the lock's pipe in its hands.
"$loadgen" results push "$rows" --to "$(uri cut)" >"$work/kill.out" 2>"$work/kill.err" 9>&- &
client=$!
pids+=("$client")
waiting() { [[ "$(sql cut "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted")" == 1 ]]; }
until_true "a push that waits" waiting
kill -KILL "$client"
wait "$client" 2>/dev/null || true
exec 9>&-
gone() { [[ "$(sql cut "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'loadgen'")" == 0 ]]; }
until_true "the push's connection gone" gone
expect "runs" "$(runs cut)" "29"
expect "halves" "$(halves cut)" "0"
sql cut "DROP TRIGGER hold ON loadgen.metrics"
expect "pushed again" "$(push cut)" "127.0.0.1:$port/cut: 116 runs pushed, 29 were there"

echo "=== what is refused"
expect "no such database" "$(code_of push nowhere 2>"$work/nowhere.err")" "1"
expect "a wrong password" "$(PGPASSWORD=wrong-one code_of push twice 2>"$work/wrong.err")" "1"
sql twice "INSERT INTO loadgen.migrations VALUES (99, 'of a newer program')"
expect "a newer schema" "$(code_of push twice 2>"$work/newer.err")" "1"
grep -q 'newer loadgen' "$work/newer.err"
if grep -rqs -e "$password" -e wrong-one "$work"/*.err "$work"/*.out; then echo "error: a password was printed" >&2; exit 1; fi
# As test runs sum up.
printf '  failed: 0\n  succeeded: 5\n'
