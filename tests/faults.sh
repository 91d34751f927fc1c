#!/usr/bin/env bash
# Every system call of a build in turn is killed, or fails as if the disk were full or broken: the
# site must be whole, all old or all new, and the next build must mend the rest. Not part of
# `cargo test`: it needs strace and takes a minute or two. tests/faults.sh [PROGRAM]
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${1:-$root/target/release/toteuma}
[ -x "$program" ] || { echo "build first: cargo build --release"; exit 2; }
command -v strace >/dev/null || { echo "strace is not installed"; exit 2; }
export RAYON_NUM_THREADS=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site=$work/site
output=$work/output
mkdir -p "$site/content"
printf 'name: Pikkula\nlanguage: fi\n' >"$site/content/site.yaml"

# Writes the site anew, every page in a state.
state() {
  for folder in . sivu-1 sivu-2 sivu-3; do
    mkdir -p "$site/content/$folder"
    printf -- '---\ntitle: Sivu\n---\nTila %s.\n' "$1" >"$site/content/$folder/page.md"
  done
}
build() { "$program" build "$site" --output "$output" --quiet; }
bad() { echo "BAD $*"; wrong=$((wrong + 1)); }

state vanha
build || exit 2
cp -a "$output" "$work/before"
cp -a "$work/.toteuma-output.cache" "$work/remembered"
state uusi
runs=0
wrong=0
for call in openat read write mkdir link linkat rename renameat2 unlink unlinkat rmdir syncfs fchmod chmod; do
  for fault in KILL ENOSPC EIO EACCES; do
    for number in $(seq 1 200); do
      rm -rf "$output" "$work"/.toteuma*
      cp -a "$work/before" "$output"
      cp -a "$work/remembered" "$work/.toteuma-output.cache"
      if [ $fault = KILL ]; then inject="signal=KILL:when=$number"; else inject="error=$fault:when=$number"; fi
      strace -f -qq -o "$work/trace" -e trace=$call -e inject=$call:$inject \
        "$program" build "$site" --output "$output" --quiet >"$work/said" 2>&1
      code=$?
      grep -qE "INJECTED|killed by" "$work/trace" || break
      runs=$((runs + 1))
      "$program" verify "$output" >/dev/null 2>&1 || bad "$call $fault $number: not whole"
      new=$(grep -l "Tila uusi" "$output"/index.html "$output"/sivu-*/index.html 2>/dev/null | wc -l)
      [ "$new" = 0 ] || [ "$new" = 4 ] || bad "$call $fault $number: $new of 4 pages are new"
      [ $code != 0 ] || [ "$new" = 4 ] || bad "$call $fault $number: said to be done and is not"
      grep -q panicked "$work/said" && bad "$call $fault $number: panicked"
      build >/dev/null 2>&1 && "$program" verify "$output" >/dev/null 2>&1 || bad "$call $fault $number: not mended"
      rm -rf "$work/.toteuma-output.cache"
      compgen -G "$work/.toteuma*" >/dev/null && bad "$call $fault $number: something is left"
    done
  done
done 2>/dev/null
echo "$runs faults, $wrong wrong"
[ $wrong = 0 ]
