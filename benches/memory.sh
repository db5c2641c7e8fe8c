#!/usr/bin/env bash
# Memory does not grow with what trials hold: a run of many short trials stays below a stated bound.
#   bash benches/memory.sh [trials] [bound in MiB]
# Needs GNU time (Debian: apt-get install time) and a release build.
set -euo pipefail
cd "$(dirname "$0")/.."
trials=${1:-100000}
bound=${2:-100}
program=target/release/dottedline
[[ -x $program ]] || cargo build --locked --release
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

/usr/bin/time -f %M -o "$out/peak" "$program" run scenarios/minimal.toml --quiet --trials "$trials" \
  --set study.customers=20 --set study.weeks=8 --set study.warmup_weeks=0 --out "$out/results" >/dev/null
peak=$(($(tail -1 "$out/peak") / 1024))
echo "$trials short trials: $peak MiB at most, bound $bound MiB"
((peak <= bound)) || { echo "memory grows beyond its bound"; exit 1; }
