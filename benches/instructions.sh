#!/usr/bin/env bash
# Counts the instructions of builds and compares them with benches/instructions.tsv, so that a
# change that makes the program slower is noticed: benches/instructions.sh
# Fails when a count has grown by more than 3 %. Accept new counts with ACCEPT=1 benches/instructions.sh,
# and say in the commit why they are right.
#
# Time depends on the machine and on what else it does; instructions on one thread hardly do: the seeds
# of hash maps move them by some 0.2 % from run to run. Another compiler or C library moves them by
# more, so 10 % is allowed then: the first line of the file tells which ones its counts are from. The
# time of the system (reading and writing files) is not in them, and SHA-256 counts for about ten
# times what it takes on a processor with instructions of its own for it, which valgrind has not.
set -euo pipefail
export LC_ALL=C.UTF-8
tolerance=3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
known=$here/instructions.tsv

if ! command -v valgrind >/dev/null; then
  { apt-get update && apt-get install -y --no-install-recommends valgrind; } >/dev/null 2>&1 || {
    echo "valgrind is not here and cannot be installed: instructions are not counted" >&2
    # Where it must hold, it must be counted.
    [ -z "${CI:-}" ] && exit 0
    exit 1
  }
fi

(cd "$root" && cargo build --release --locked --quiet)
program=${CARGO_TARGET_DIR:-$root/target}/release/toteuma
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The instructions of the program with these arguments, on one thread and with nothing around it.
counted() {
  env -i RAYON_NUM_THREADS=1 "$(command -v valgrind)" --tool=cachegrind --cache-sim=no \
    --cachegrind-out-file=/dev/null "$program" --lang=fi --quiet "$@" 2>"$work/said" || {
    cat "$work/said" >&2
    return 1
  }
  sed -n 's/.*I *refs: *//p' "$work/said" | tr -d ,
}

count() {
  local what=$1 number
  shift
  number=$(counted "$@")
  printf '%s\t%s\n' "$what" "$number" >>"$work/counts"
}

mkdir "$work/shipped"
cp -r "$root/content" "$work/shipped/content"
python3 "$here/generate.py" "$work/reports" --reports 100 --fees 200
for site in "$work/shipped" "$work/reports"; do
  [ ! -d "$root/themes" ] || cp -r "$root/themes" "$site/themes"
done
count "shipped site, first build" build "$work/shipped"
count "shipped site, nothing changed" build "$work/shipped"
count "shipped site, check" check "$work/shipped"
count "100 reports, first build" build "$work/reports"
count "100 reports, nothing changed" build "$work/reports"
count "100 reports, check" check "$work/reports"

made_with="# $(rustc --version), $(getconf GNU_LIBC_VERSION 2>/dev/null || uname -s), $(uname -m)"
if [ -n "${ACCEPT:-}" ]; then
  { echo "$made_with"; cat "$work/counts"; } >"$known"
  cat "$known"
  exit 0
fi
awk -F '\t' -v tolerance="$tolerance" -v made_with="$made_with" '
  /^#/ { if ($0 != made_with) { print "counted before with", substr($0, 3) "; now with", substr(made_with, 3); tolerance = 10 } next }
  FNR == NR { before[$1] = $2; next }
  FNR == 1 { printf "%-30s %12s %12s %8s\n", "millions of instructions", "before", "now", "change" }
  !($1 in before) { print $1 ": not counted before"; wrong = 1; next }
  {
    change = 100 * ($2 / before[$1] - 1)
    printf "%-30s %12.1f %12.1f %+7.1f%%\n", $1, before[$1] / 1e6, $2 / 1e6, change
    if (change > tolerance) { wrong = 1; slower = 1 }
    if (change < -tolerance) faster = 1
  }
  END {
    if (slower) print "more than " tolerance " % more: make it as fast as it was, or accept it with ACCEPT=1 benches/instructions.sh"
    if (faster) print "more than " tolerance " % fewer: keep it so with ACCEPT=1 benches/instructions.sh"
    exit wrong
  }
' "$known" "$work/counts"
