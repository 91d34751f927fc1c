#!/usr/bin/env bash
# Measures builds and checks of generated sites: benches/build.sh [REPORTS[:FEES] …]
# Without arguments: 100, 1000 and 10000 reports with 200 fees, and 100 reports with 5000 fees.
# The last two columns are a first build with `downloads: false`, without CSV and JSON beside the pages.
# The sites are made below TMPDIR and removed again; 10000 reports need a few gigabytes there.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
sizes=("$@")
[ $# -gt 0 ] || sizes=(100 1000 10000 100:5000)

(cd "$root" && cargo build --release --locked --quiet)
program=${CARGO_TARGET_DIR:-$root/target}/release/toteuma
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=measured.sh
. "$here/measured.sh"

row='%8s %6s %7s %8s %8s %8s %8s %9s %8s %8s %9s %8s %9s %8s %9s\n'
# shellcheck disable=SC2059
printf "$row" reports fees pages wall/s cpu/s pages/s peak/MB output/MB again/s one/s "x cp -r" check/s "of build" bare/s bare/MB
failed=0
for size in "${sizes[@]}"; do
  reports=${size%%:*}
  fees=200
  [ "$size" = "$reports" ] || fees=${size#*:}
  site=$work/site
  output=$work/output
  python3 "$here/generate.py" "$site" --reports "$reports" --fees "$fees"
  [ ! -d "$root/themes" ] || cp -r "$root/themes" "$site/themes"
  # A file written a moment ago would be read again to make sure that it has not changed since.
  sleep 4

  if first=$(measured "$program" build "$site" --output "$output"); then
    read -r wall processor memory <<<"$first"
    # Nothing has changed, so nothing has to be written.
    second=$(measured "$program" build "$site" --output "$output")
    # One file has changed.
    edited=$(find "$site/content" -name '4-*.yaml' | sort | sed -n 1p)
    [ -z "$edited" ] || sed -i '0,/^title: /s//title: Uusi /' "$edited"
    third=$(measured "$program" build "$site" --output "$output")
    # The same findings without a page made or a file written.
    checked=$(measured "$program" check "$site")
    checking=${checked%% *}
    # The same pages without CSV and JSON beside them.
    echo "downloads: false" >>"$site/content/site.yaml"
    without=$(measured "$program" build "$site" --output "$work/bare")
    copied=$(measured cp -r "$output" "$work/copy")
    again=${second%% *}
    copying=${copied%% *}
    pages=$(find "$output" -name '*.html' | wc -l)
    bytes=$(find "$output" -type f -exec cat {} + | wc -c)
    bare=$(find "$work/bare" -type f -exec cat {} + | wc -c)
    per() { awk -v a="$1" -v b="$2" -v f="$3" 'BEGIN { printf f, (b > 0 ? a / b : 0) }'; }
    # shellcheck disable=SC2059
    printf "$row" "$reports" "$fees" "$pages" "$wall" "$processor" "$(per "$pages" "$wall" %.0f)" \
      "$memory" "$(per "$bytes" 1000000 %.1f)" "$again" "${third%% *}" "$(per "$wall" "$copying" %.1f)" "$checking" "$(per "$checking" "$wall" %.2f)" \
      "${without%% *}" "$(per "$bare" 1000000 %.1f)"
  else
    failed=1
    printf '%8s %6s the build failed:\n' "$reports" "$fees"
    head -n 5 "$work/said"
  fi
  rm -rf "$site" "$output" "$work/copy" "$work/bare"
done
exit "$failed"
