#!/usr/bin/env bash
# Publishes the native binary: tools/publish.sh [RID]     (default linux-x64)
#
# Leaves in artifacts/<RID>/:
#   loadgen           one stripped executable; of shared libraries it needs libc and libm only
#   loadgen.dbg       its symbols, for gdb and perf
#   loadgen.sha256    for `sha256sum -c`
#   loadgen.cdx.json  what is linked into it (CycloneDX SBOM)
# and fails when the binary breaks a promise: size, GLIBC floor, shared libraries, the commit it names.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly rid="${1:-linux-x64}"
readonly size_bytes_max=54000000      # "drop it onto a host" stays true over a slow link; docs/building.md says what is in it
readonly glibc_floor_max=2.34         # Ubuntu 22.04, RHEL 9 and Debian 12 have it
readonly out="artifacts/$rid"
readonly work="artifacts/publish/$rid"
readonly log="$work/publish.log"

fail() { echo "publish: $1" >&2; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is missing: $2"; }

# --- the target, and whether this host links it -------------------------------------------------------------------
case "$rid" in
    linux-x64)        machine=x86_64;  libc=glibc ;;
    linux-arm64)      machine=aarch64; libc=glibc ;;
    linux-musl-x64)   machine=x86_64;  libc=musl ;;
    linux-musl-arm64) machine=aarch64; libc=musl ;;
    *) fail "unknown runtime identifier '$rid': linux-x64, linux-arm64, linux-musl-x64 and linux-musl-arm64 are known" ;;
esac

need dotnet "install the .NET SDK that global.json names"
need npm "apt-get install nodejs npm (they bundle the report's page)"
mkdir -p "$work"
properties=(-p:LoadGenRuntimeIdentifier="$rid" -nologo)
# The lock files pin linux-x64, the target that CI publishes; other targets are restored without them.
if [[ $rid == linux-x64 ]]; then properties+=(-p:RestoreLockedMode=true); fi

dotnet restore src/Cli "${properties[@]}" >"$log" 2>&1 || {
    reason="$(sed -n 's/^.* : error \([A-Z0-9]*: [^.]*\.[^ ]*\).*$/\1/p' "$log" | head -n 1)"
    fail "the packages of $rid cannot be restored: ${reason:-no reason given} (log: $log)"
}

host_libc=glibc
if [[ -n "$(compgen -G '/lib/ld-musl-*')" ]]; then host_libc=musl; fi
[[ "$(uname -m)" == "$machine" && $host_libc == "$libc" ]] || fail \
    "$rid is linked on a $machine host with $libc, and this one is $(uname -m) with $host_libc: run this script there"

need gcc "apt-get install gcc (or the distribution's build tools)"
need objcopy "apt-get install binutils"
need readelf "apt-get install binutils"
need make "apt-get install make"
need cmake "apt-get install cmake (it builds the OpenSSL shim that gets linked in)"
[[ "$(gcc -print-file-name=libssl.a)" == /* && "$(gcc -print-file-name=libcrypto.a)" == /* ]] \
    || fail "libssl.a or libcrypto.a is missing: apt-get install libssl-dev (Alpine: openssl-dev openssl-libs-static)"
gcc -E -include openssl/ssl.h -x c /dev/null >/dev/null 2>&1 \
    || fail "openssl/ssl.h is missing: apt-get install libssl-dev"

# --- which source this is -----------------------------------------------------------------------------------------
commit="$(git rev-parse HEAD 2>/dev/null || echo unknown)"
if [[ $commit != unknown && -n "$(git status --porcelain)" ]]; then commit+="-dirty"; fi

# --- build --------------------------------------------------------------------------------------------------------
# The shim is compiled by the ILCompiler package without optimisation and with this machine's paths in its
# assertions, unless told otherwise; cmake reads CFLAGS only once, so an old build folder goes.
packages="$(dotnet nuget locals global-packages --list)"
packages="${packages#*: }"
export CFLAGS="-O2 -DNDEBUG -ffile-prefix-map=${packages%/}=/nuget"
rm -rf "$work/bin" src/Cli/obj/Release/*/"$rid"/{libs,native}
echo "publishing $rid from $commit ..."
started_s=$SECONDS
dotnet publish src/Cli -c Release --no-restore "${properties[@]}" -p:LoadGenCommit="$commit" -o "$work/bin" >>"$log" 2>&1 || {
    grep -E ': (error|warning) |error :' "$log" | sort -u | head -n 20 >&2
    fail "the build failed (log: $log)"
}

mkdir -p "$out"
cp -f "$work/bin/loadgen" "$work/bin/loadgen.dbg" "$out/"
(cd "$out" && sha256sum loadgen loadgen.dbg >loadgen.sha256)

# --- the bill of materials: ask the archives that were linked in for their versions --------------------------------
ilcompiler="$(grep -m 1 -oiE "runtime\.$rid\.microsoft\.dotnet\.ilcompiler/[0-9][0-9a-z.-]*" src/Cli/obj/project.assets.json)"
ilcompiler="${packages%/}/${ilcompiler,,}"
gcc -o "$work/linked-versions" tools/linked-versions.c "$ilcompiler/framework/libSystem.IO.Compression.Native.a" \
    -Wl,-Bstatic -lcrypto -Wl,-Bdynamic -ldl -lpthread >>"$log" 2>&1 \
    || fail "the linked libraries cannot be asked for their versions (log: $log)"
linked=()
while read -r entry; do linked+=(--linked "$entry"); done < <("$work/linked-versions")
linked+=(--linked "$(grep -aoE -m 1 'zlib-ng [0-9]+\.[0-9]+\.[0-9]+' "$ilcompiler/sdk/libz.a" | head -n 1 | tr ' ' '=')")
for package in echarts zrender tslib; do    # what npm brought into the report's page
    linked+=(--linked "$package=$(node -p "require('./src/Reporting/obj/web/node_modules/$package/package.json').version")")
done
dotnet run --project tools/Sbom -c Release -- \
    --assets src/Cli/obj/project.assets.json --packages "$packages" --binary "$out/loadgen" \
    --rid "$rid" --commit "$commit" "${linked[@]}" --output "$out/loadgen.cdx.json" || fail "the SBOM could not be written"

# --- what was promised --------------------------------------------------------------------------------------------
binary="$out/loadgen"
size_bytes="$(stat -c %s "$binary")"
(( size_bytes <= size_bytes_max )) || fail "$binary is $size_bytes bytes, more than $size_bytes_max"

[[ "$(readelf -S --wide "$binary")" != *.symtab* ]] || fail "$binary still carries its symbols"

needed="$(readelf -d --wide "$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort)"
for library in $needed; do
    case "$library" in
        libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | librt.so.1 | ld-linux-*.so.* | libc.musl-*.so.1 | ld-musl-*.so.1) ;;
        *) fail "$binary needs the shared library $library: only the C library may be left out of it" ;;
    esac
done

glibc_floor="none"
if [[ $libc == glibc ]]; then
    glibc_floor="$(readelf -V --wide "$binary" | grep -oE 'GLIBC_2\.[0-9.]+' | sort -uV | tail -n 1)"
    glibc_floor="${glibc_floor#GLIBC_}"
    [[ "$(printf '%s\n' "$glibc_floor" "$glibc_floor_max" | sort -V | tail -n 1)" == "$glibc_floor_max" ]] \
        || fail "$binary needs GLIBC $glibc_floor, more than $glibc_floor_max: publish on an older distribution"
fi

version="$("$binary" --version)" || fail "$binary --version failed"
[[ $commit == unknown || $version == *"${commit:0:12}"* ]] || fail "--version says '$version', which does not name ${commit:0:12}"
[[ $commit != *-dirty || $version == *dirty* ]] || fail "--version says '$version', which hides that the tree was not clean"

start_us_min=1000000000
for _ in 1 2 3 4 5 6 7 8 9 10; do
    before_us="${EPOCHREALTIME/./}"
    "$binary" --version >/dev/null
    elapsed_us=$(( ${EPOCHREALTIME/./} - before_us ))
    if (( elapsed_us < start_us_min )); then start_us_min=$elapsed_us; fi
done

cat <<SUMMARY
$binary
  version   $version
  size      $size_bytes bytes (at most $size_bytes_max)
  symbols   $out/loadgen.dbg
  sha256    $(cut -c1-64 "$out/loadgen.sha256" | head -n 1)
  sbom      $out/loadgen.cdx.json
  needs     $(echo $needed)
  GLIBC     $glibc_floor (at most $glibc_floor_max)
  start     $(( start_us_min / 1000 )).$(printf '%03d' $(( start_us_min % 1000 ))) ms (--version, best of 10)
  took      $(( SECONDS - started_s )) s
SUMMARY
