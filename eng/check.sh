#!/usr/bin/env bash
# Runs the tests of an unpacked archive (eng/pack-linux.sh) in several processes at once; prints what failed and the sums.
#
#   ./check.sh [pattern of class names] [folder for the logs]
#
#   PROCESSES=12        how many at once; the number of cores otherwise
#   LIMIT=600           seconds a process may take
#   TOOL=memcheck       runs each under this tool of compute-sanitizer, without OpenCL, whose driver it would look into, too
set -uo pipefail
cd "$(dirname "$0")"
pattern=${1:-.} logs=${2:-$(mktemp -d)} processes=${PROCESSES:-$(nproc)}
mkdir -p "$logs"

run=(timeout "${LIMIT:-600}")
if [ -n "${TOOL:-}" ]; then
  export OCL_ICD_VENDORS=/nonexistent
  run+=(compute-sanitizer --tool "$TOOL" --error-exitcode 9)
fi

# Classes are dealt out by turns, so that each process gets some of every family.
mapfile -t classes < <(./Panther.Tests -noColor -list classes | grep '^Panther\.Tests\.' | grep -E "$pattern")
[ ${#classes[@]} -gt 0 ] || { echo "no class of tests matches $pattern"; exit 2; }
pids=()
for ((p = 0; p < processes && p < ${#classes[@]}; p++)); do
  chosen=()
  for ((i = p; i < ${#classes[@]}; i += processes)); do
    chosen+=(-class "${classes[i]}")
  done
  "${run[@]}" ./Panther.Tests -noColor -maxThreads 2 "${chosen[@]}" > "$logs/$p.log" 2>&1 &
  pids+=($!)
done

status=0
for p in "${!pids[@]}"; do
  wait "${pids[p]}" || { echo "process $p ended with $?"; status=1; }
done

grep -h -A 8 -E "\[FAIL\]|=+ (Error|Invalid|Warning)" "$logs"/*.log | cut -c1-300 | head -200
[ -z "${TOOL:-}" ] || grep -h "ERROR SUMMARY\|RACECHECK SUMMARY" "$logs"/*.log | sort | uniq -c
sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p' "$logs"/*.log |
  awk '{ total += $1; failed += $2 + $3; skipped += $4 } END { printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped }'
exit $status
