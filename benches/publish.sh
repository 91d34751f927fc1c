#!/usr/bin/env bash
# Measures what one changed figure sends: benches/publish.sh [REPORTS …]
# Publishes a generated site into a folder and, where OpenSSH is, to a server of this machine by
# SFTP; then changes one figure of one report and publishes again. Without arguments: 100, 1000 and
# 10000 reports. Files and bytes are those of the site, without the record of the publishing.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
sizes=("$@")
[ $# -gt 0 ] || sizes=(100 1000 10000)

(cd "$root" && cargo build --release --locked --quiet)
program=${CARGO_TARGET_DIR:-$root/target}/release/toteuma
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

# An OpenSSH server with keys of its own; sets `port`.
start_server() {
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  for key in host user; do ssh-keygen -q -t ed25519 -N '' -f "$work/$key"; done
  cp "$work/user.pub" "$work/allowed"
  [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
  cat >"$work/sshd.conf" <<CONF
Port $port
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/allowed
PidFile $work/pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
CONF
  /usr/sbin/sshd -D -e -f "$work/sshd.conf" 2>"$work/sshd.log" &
  server=$!
  mkdir -p "$work/bin"
  printf '* %s\n' "$(cat "$work/host.pub")" >"$work/known"
  printf '#!/bin/sh\nexec %s -o UserKnownHostsFile=%s "$@"\n' "$(command -v ssh)" "$work/known" >"$work/bin/ssh"
  chmod +x "$work/bin/ssh"
  export PATH="$work/bin:$PATH" TOTEUMA_PUBLISH_KEY="$work/user"
  sleep 1
}

# Publishes; prints wall seconds, files and bytes sent, files that stayed.
published() {
  local started ended
  started=$(date +%s.%N)
  "$program" --lang en publish "$work/site" --output "$work/output" "$@" >"$work/said" || { cat "$work/said" >&2; return 1; }
  ended=$(date +%s.%N)
  python3 - "$work/said" "$started" "$ended" <<'PYTHON'
import re, sys
said = open(sys.argv[1], encoding="utf-8").read()
numbers = [re.sub(r"\D", "", part) for part in re.findall(r"sent (.*?) files? \((.*?) bytes\), removed .*?, unchanged (.*?), [\d.]+ s", said)[0]]
print(f"{float(sys.argv[3]) - float(sys.argv[2]):.2f}", *numbers)
PYTHON
}

row='%8s %8s %9s %-22s %9s %8s %12s %10s\n'
# shellcheck disable=SC2059
printf "$row" reports files MB what seconds sent bytes unchanged
hosts=(folder)
if [ -x /usr/sbin/sshd ]; then
  start_server
  hosts+=(sftp)
fi
for reports in "${sizes[@]}"; do
  python3 "$here/generate.py" "$work/site" --reports "$reports" --fees 200
  [ ! -d "$root/themes" ] || cp -r "$root/themes" "$work/site/themes"
  "$program" build "$work/site" --output "$work/output" --quiet
  files=$(find "$work/output" -type f | wc -l)
  megabytes=$(find "$work/output" -type f -exec cat {} + | wc -c | awk '{ printf "%.1f", $1 / 1e6 }')
  changed=$(find "$work/site/content" -name 9-henkilosto.yaml | sort | sed -n 1p)
  cp "$changed" "$work/before"
  for host in "${hosts[@]}"; do
    to="file://$work/www"
    [ "$host" = folder ] || to="sftp://127.0.0.1:$port$work/www"
    mkdir -p "$work/www"
    cp "$work/before" "$changed"
    "$program" build "$work/site" --output "$work/output" --quiet
    tell() {
      local what=$1
      shift
      read -r seconds sent bytes same <<<"$(published --to "$to" "$@")"
      # shellcheck disable=SC2059
      printf "$row" "$reports" "$files" "$megabytes" "$host, $what" "$seconds" "$sent" "$bytes" "$same"
    }
    tell first
    # The last digit of the last number.
    python3 - "$changed" <<'PYTHON'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
last = list(re.finditer(r"\d(?=\D*$)", text))[-1]
digit = str((int(last.group()) + 1) % 10)
open(sys.argv[1], "w", encoding="utf-8").write(text[: last.start()] + digit + text[last.end() :])
PYTHON
    "$program" build "$work/site" --output "$work/output" --quiet
    tell "one figure"
    cp "$work/before" "$changed"
    "$program" build "$work/site" --output "$work/output" --quiet
    tell "one, --quick" --quick
    rm -rf "$work/www"
  done
  rm -rf "$work/site" "$work/output"
done
