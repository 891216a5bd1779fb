# What journeys over the real programs share. Sourced by bash scripts that run with `set -euo pipefail`.
# Rules: everything that was started is stopped; a failure names its step; nothing outside the scratch folder and --out is written.

journey_usage() {
  echo "usage: $(basename "$0") --bin DIR [--out DIR] [--headless] [--drive finger|keys|ears]" >&2
  exit 2
}

journey_options() {  # journey_options "$@": sets bin_dir, out (made, whole path, or empty), headless and drive
  bin_dir='' out='' headless=no drive=finger
  while [ $# -gt 0 ]; do
    case $1 in
      --bin) bin_dir=${2:-}; shift 2 ;;
      --out) out=${2:-}; shift 2 ;;
      --headless) headless=yes; shift ;;
      --drive) drive=${2:-}; shift 2 ;;
      *) journey_usage ;;
    esac
  done
  [ -n "$bin_dir" ] || journey_usage
  if [ -n "$out" ]; then mkdir -p "$out" && out=$(cd "$out" && pwd); fi
}

journey_begin() {  # journey_begin NAME BIN: programs, a scratch folder, traps
  journey=$1
  bin=$(cd "$2" && pwd)
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/escale-$journey-XXXXXX")
  started=()
  step_name=begin
  step_number=0
  began=$(now_ms)
  escale=$bin/escale hub_program=$bin/escale-hub kiosk=$bin/escale-kiosk
  trap journey_end EXIT
  trap 'exit 130' INT TERM
  # Any line that fails ends the journey, with the step it belongs to.
  trap 'journey_failed $? "$BASH_COMMAND"' ERR
  export LC_ALL=C.UTF-8
  unset ESCALE_PASSPHRASE
}

journey_failed() {
  [ "$BASH_SUBSHELL" = 0 ] || return 0  # the same failure comes again, one level out
  printf '\n%s FAILED in step %d, "%s": exit %d from: %s\n' "$journey" "$step_number" "$step_name" "$1" "$2" >&2
  local log
  for log in "$scratch"/log/*; do
    [ -s "$log" ] || continue
    printf -- '--- %s\n' "$(basename "$log")" >&2
    tail -n 15 "$log" >&2
  done
}

journey_end() {
  local pid
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  if [ -n "${ESCALE_KEEP:-}" ]; then echo "kept: $scratch" >&2; else rm -rf "$scratch"; fi
}

fail() {  # fail SENTENCE: ends the journey loudly
  trap - ERR
  printf '\n%s FAILED in step %d, "%s": %s\n' "$journey" "$step_number" "$step_name" "$1" >&2
  exit 1
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }

step() {  # step SENTENCE: what happens now
  step_number=$((step_number + 1))
  step_name=$1
  step_began=$(now_ms)
  printf '\n%2d. %s\n' "$step_number" "$1"
  [ -z "${summary:-}" ] || printf '%d. **%s**\n' "$step_number" "$1" >>"$summary"
}

say() {  # say FIGURES: what came of it
  printf '    %s\n' "$1"
  [ -z "${summary:-}" ] || printf '   - %s\n' "$1" >>"$summary"
}

took() {  # seconds since the step began
  local ms=$(($(now_ms) - step_began))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

field() {  # field NAME <JSON: the value of a flat field, the first of that name
  grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed "s/^[^:]*:\"\{0,1\}//"
}

human() {  # human BYTES
  if [ "$1" -lt 1000 ]; then
    echo "$1 B"
  elif [ "$1" -lt 1000000 ]; then
    echo "$(($1 / 1000)).$(($1 % 1000 / 100)) KB"
  else
    echo "$(($1 / 1000000)).$(($1 % 1000000 / 100000)) MB"
  fi
}

folder_bytes() { find "$1" -type f -printf '%s\n' | awk '{ n += $1 } END { print n + 0 }'; }
folder_files() { find "$1" -type f | wc -l; }

fingerprint() {  # fingerprint FOLDER…: one digest over names and contents
  find "$@" -type f -print0 | sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

wait_for_line() {  # wait_for_line FILE PATTERN: the first line that fits, within 10 seconds
  local i
  for ((i = 0; i < 200; i++)); do
    grep -m 1 -- "$2" "$1" 2>/dev/null && return
    sleep 0.05
  done
  fail "no line with '$2' came in $(basename "$1")"
}

start_hub() {  # start_hub DATA PORT [OPTION…]: sets hub_url and hub_pid; port 0 takes a free one
  local data=$1 port=$2 log
  shift 2
  log=$scratch/log/hub-$((++hub_starts)).log
  mkdir -p "$scratch/log"
  "$hub_program" --data "$data" --listen "127.0.0.1:$port" "$@" >"$log" 2>&1 &
  hub_pid=$!
  started+=("$hub_pid")
  hub_port=$(wait_for_line "$log" 'listening on' | sed 's/.*://')
  hub_url=http://127.0.0.1:$hub_port
}
hub_starts=0

stop_hub() {  # politely, as systemd does
  kill -TERM "$hub_pid"
  wait "$hub_pid" || fail "the hub did not stop well"
}
