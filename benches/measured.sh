# shellcheck shell=bash
# For the scripts beside this one: what a command takes. They set `work`, a folder for the moment.

# Runs a command; prints wall seconds, processor seconds and peak memory in megabytes.
measured() {
  # shellcheck disable=SC2154
  if /usr/bin/time -f '' true 2>/dev/null; then
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >"$work/said" 2>&1 || return 1
    awk '{ printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$work/time"
  else
    python3 - "$work/said" "$@" <<'PYTHON'
import resource, subprocess, sys, time
started = time.monotonic()
with open(sys.argv[1], "wb") as said:
    status = subprocess.call(sys.argv[2:], stdout=said, stderr=said)
wall = time.monotonic() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Kilobytes, but bytes on macOS.
unit = 2**20 if sys.platform == "darwin" else 2**10
print(f"{wall:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / unit:.0f}")
sys.exit(status)
PYTHON
  fi
}
